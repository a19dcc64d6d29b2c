import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';

/** A report that a snippet asks for, or gets. */
export interface Mark {
  readonly file: string;
  /** Counted from the file's first line, that of the prelude. */
  readonly line: number;
  readonly rule: string;
}

/** One code block of the catalogue, as files that exist in memory only. */
export interface Snippet {
  /** The case and its kind: `A01 tp`. */
  readonly name: string;
  /** Texts by absolute path, `main.ts` first. */
  readonly files: ReadonlyMap<string, string>;
  readonly wants: readonly Mark[];
}

const folder = join(process.cwd(), 'fixtures/catalogue');
const prelude = readFileSync(join(folder, 'prelude.ts'), 'utf8');

/** Lines that stand before the first line of every file. */
export const preludeLines = prelude.split('\n').length - 1;

/** All snippets of all sections. */
export const snippets: readonly Snippet[] = globSync('[A-Z].md', { cwd: folder, absolute: true })
  .sort()
  .flatMap(section => snippetsIn(readFileSync(section, 'utf8')));

function snippetsIn(section: string): readonly Snippet[] {
  return section.split(/^### /m).flatMap(text => {
    const blocks = [...text.matchAll(/```ts (tp|tn)\n([^]*?)```/g)];
    return blocks.map(([, kind = '', body = '']) => toSnippet(text.slice(0, 3), kind, body));
  });
}

function toSnippet(id: string, kind: string, body: string): Snippet {
  const [main = '', ...others] = body.split(/^\/\/ @file: /m);
  const texts = new Map([['main.ts', main]]);
  for (const other of others) {
    const end = other.indexOf('\n');
    texts.set(other.slice(0, end).trim(), other.slice(end + 1));
  }
  const files = new Map(
    [...texts].map(([name, text]) => [join(folder, `${id}-${kind}`, name), prelude + text]),
  );
  const wants = [...files].flatMap(([file, text]) => wantsIn(file, text));
  return { name: `${id} ${kind}`, files, wants };
}

function wantsIn(file: string, text: string): readonly Mark[] {
  return text.split('\n').flatMap((code, index) => {
    const [, rules = ''] = /\/\/ want: ([a-z -]+)/.exec(code) ?? [];
    const names = rules.split(/\s+/).filter(rule => rule !== '');
    return names.map(rule => ({ file, line: index + 1, rule }));
  });
}
