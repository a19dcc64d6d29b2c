import { dirname, extname, join } from 'node:path';
import type { Edit, NewFile } from '../edit.ts';
import { insert } from '../edit.ts';
import { lineEnd } from '../lines.ts';
import type { EditSource } from '../source.ts';
import type { NoWay } from './way.ts';

/** The import of `lease()`, and the file that has it when none is there yet. */
export interface Adapter {
  readonly edits: readonly Edit[];
  readonly creates: readonly NewFile[];
}

const IMPORTED = /import\s*\{[^}]*\blease\b[^}]*\}\s*from/;

/** Makes `lease()` known to a file. */
export function importAdapter(source: EditSource): Adapter | NoWay {
  const { file, adapter, style, language } = source;
  if (IMPORTED.test(file.text)) return { edits: [], creates: [] };
  if (/\blease\b/.test(file.text))
    return { reason: 'The name `lease` means something else in this file.' };
  if (!language.isModule || !language.isTypeScript) {
    return { reason: 'The adapter is written for TypeScript modules.' };
  }
  const path = join(dirname(file.path), `lease${extname(file.path).replace('x', '')}`);
  const text = adapterText.replaceAll('\n', style.newline);
  const there = source.textAt(path);
  if (adapter === 'file' && there !== undefined && there !== text) {
    return { reason: `\`${path}\` is another file already.` };
  }
  const specifier =
    adapter === 'package' ? 'eslint-plugin-pool/runtime' : `./lease${endingOf(file.text)}`;
  const { quote, semicolon, newline } = style;
  const line = `import { lease } from ${quote}${specifier}${quote}${semicolon}`;
  const last = file.program.body.findLast(({ type }) => type === 'ImportDeclaration');
  const at = last ? lineEnd(file.text, last.range[1]) : 0;
  const edit = insert(file.path, at, last ? `${newline}${line}` : `${line}${newline}`);
  const isNew = adapter === 'file' && there === undefined;
  return { edits: [edit], creates: isNew ? [{ path, text }] : [] };
}

/** How the file ends the names of files it imports: `.js`, `.ts` or not at all. */
function endingOf(text: string): string {
  return (
    /from\s+['"]\.[^'"]*?(\.[cm]?[jt]s)['"]/.exec(text)?.[1] ??
    (/from\s+['"]\./.test(text) ? '' : '.js')
  );
}

const adapterText = `/** Releases a connection once, at the end of the block that declares it with \`await using\`. */
export function lease<T extends object>(
  connection: T,
  release: (connection: T) => unknown,
): T & AsyncDisposable {
  let isOpen = true;
  return Object.assign(connection, {
    async [Symbol.asyncDispose]() {
      if (!isOpen) return;
      isOpen = false;
      await release(connection);
    },
  });
}
`;
