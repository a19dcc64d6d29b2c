import type { NewFile } from './scaffolds.ts';

/** The codemod, its page and its first fixture. It refuses everything until it says something. */
export function codemodFiles(name: string): readonly NewFile[] {
  return [
    { file: `codemods/${name}.ts`, text: codemodText(name) },
    { file: `docs/codemods/${name}.md`, text: pageText },
    { file: `fixtures/codemods/${name}/pg.in.ts`, text: fixtureText },
  ];
}

const REASON = 'Nothing is repaired yet.';

function codemodText(name: string): string {
  return `import { defineCodemod, refuse } from '../src/codemod.ts';
import { replace } from '../src/edits/edit.ts';

/** ... */
export default defineCodemod({
  name: '${name}',
  summary: 'Make ...',
  repairs: ['no-use-after-release'],
  precedence: 50,

  *rewrite({ at }, source) {
    const call = source.nodeAt(at);
    if (call?.type !== 'NewExpression') return yield refuse('${REASON}');
    const edits = [replace(at, source.textOf(call))];
    yield { title: 'Make ...', confidence: 'likely', edits };
  },
});
`;
}

const pageText = `<!-- header:start -->
<!-- header:end -->

## What it does

It ...

\`\`\`ts before
client.release();
\`\`\`

\`\`\`ts after
client.release();
\`\`\`

## When it refuses

When ...
`;

const fixtureText = `// refused: ${REASON}
import { Pool } from 'pg';

const pool = new Pool();

export async function usedAfterRelease(id: string) {
  const client = await pool.connect();
  client.release();
  await client.query('select $1', [id]);
}
`;
