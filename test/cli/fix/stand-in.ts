import { defineCodemod, refuse, type Codemod } from '../../../src/codemod.ts';
import { insert, replace } from '../../../src/edits/edit.ts';

/**
 * Stands in for real codemods, so that the command is tested for what it does with repairs.
 *
 * Puts `try` and `finally` around what follows an acquire up to the end of the function, which must be
 * a `}` at the start of a line. Words in the function choose the rest: `#likely`, `#refuse`, `#break`
 * (brings another finding only together with a second repair), `#create`.
 */
export const standIn: Codemod = defineCodemod({
  name: 'wrap-finally',
  summary: 'Release in finally',
  repairs: ['no-leaked-connection'],
  precedence: 1,

  *rewrite(finding, { file }) {
    const { path, text } = file;
    const newline = text.includes('\r\n') ? '\r\n' : '\n';
    const start = text.indexOf(';', finding.at.end) + 1;
    const end = text.indexOf(`${newline}}`, start);
    const body = text.slice(start, end);
    if (body.includes('#refuse')) return yield refuse('The function asks for it.');
    const name = /(\w+) = await $/.exec(text.slice(0, finding.at.start))?.[1] ?? 'client';
    const release = body.indexOf(`  ${name}.release();${newline}`);
    const at = { file: path, start: start + release, end: start + release };
    const length = `  ${name}.release();${newline}`.length;
    const lines = ['', '  } finally {', `    ${name}.release();`, '  }'];
    yield {
      title: 'Release it in `finally`',
      confidence: body.includes('#likely') ? 'likely' : 'safe',
      edits: [
        insert(path, start, `${newline}  try {`),
        ...(release < 0 ? [] : [replace({ ...at, end: at.start + length }, '')]),
        insert(path, end, lines.join(newline)),
      ],
      ...(body.includes('#create')
        ? { creates: [{ path: path.replace(/[^/]+$/, 'lease.js'), text: 'export {};\n' }] }
        : {}),
    };
  },
});

/** Removes the acquire's `await`, which hides nothing: never proven. */
export const useless: Codemod = defineCodemod({
  name: 'add-comment',
  summary: 'Say that it leaks',
  repairs: ['no-leaked-connection'],
  precedence: 2,

  *rewrite(finding, { file }) {
    yield {
      title: 'Say so',
      confidence: 'safe',
      edits: [insert(file.path, finding.at.start, '/* leaks */ ')],
    };
  },
});

/** A function with one leak, which the stand-in repairs. */
export function leakIn(name: string, words = ''): string {
  return `export async function ${name}(id) {
  const client = await pool.connect();
  const { rows } = await client.query('select $1', [id]); ${words && `// ${words}`}
  client.release();
  return rows;
}
`;
}

/** A file with leaks. */
export function fileWith(...functions: readonly string[]): string {
  return ["import { Pool } from 'pg';\n\nexport const pool = new Pool();\n", ...functions].join(
    '\n',
  );
}
