import { Linter } from 'eslint';
import PgPool from 'pg-pool';
import { expect, test } from 'vitest';
import { LeakDetector } from '../../../src/runtime/detector/detector.ts';
import plugin from '../../../src/index.ts';
import { watch } from '../../../src/runtime/watch/watch.ts';
import { allPrograms, type Program } from './programs.ts';

/** A client of no database, whose n-th query fails. */
class Client {
  _queryable = true;
  failing = Infinity;
  queries = 0;
  on(): this {
    return this;
  }
  once(): this {
    return this;
  }
  removeListener(): this {
    return this;
  }
  connect(done: () => void): void {
    done();
  }
  end(done: () => void): void {
    done();
  }
  query(): Promise<object> {
    this.queries += 1;
    return this.queries === this.failing
      ? Promise.reject(new Error('query failed'))
      : Promise.resolve({ rows: [] });
  }
}

const programs = allPrograms();

test('static and runtime verdicts agree on generated programs', async () => {
  const wrong: string[] = [];
  const counts = { both: 0, neither: 0, staticOnly: 0, runtimeOnly: 0 };
  for (const program of programs) {
    const [found, happened] = [isReported(program), await canLeak(program)];
    if (found && happened) counts.both += 1;
    else if (!found && !happened) counts.neither += 1;
    else {
      counts[found ? 'staticOnly' : 'runtimeOnly'] += 1;
      wrong.push(`${found ? 'only the rule' : 'only the run'}: ${program.name}\n${program.body}`);
    }
  }
  const precision = counts.both / (counts.both + counts.staticOnly);
  const recall = counts.both / (counts.both + counts.runtimeOnly);
  console.log(`${programs.length} programs: precision ${precision}, recall ${recall}`, counts);
  expect(wrong).toEqual([]);
  expect(Math.min(counts.both, counts.neither)).toBeGreaterThan(50);
});

function isReported({ body }: Program): boolean {
  const text = `import { Pool } from 'pg';\nconst pool = new Pool();\nexport async function run(early) {\n${body}\n}\n`;
  const config = {
    plugins: { pool: plugin },
    rules: { 'pool/no-leaked-connection': 2 },
  } as const;
  const messages = new Linter().verify(text, config, { filename: 'program.js' });
  const broken = messages.find(({ fatal }) => fatal);
  if (broken !== undefined) throw new Error(`${broken.message}\n${body}`);
  return messages.length > 0;
}

/** Whether some run leaves a connection open: each way, with each of its queries failing once. */
async function canLeak(program: Program): Promise<boolean> {
  for (const early of [false, true]) {
    for (const failing of [Infinity, 1, 2, 3])
      if (await leaks(program, early, failing)) return true;
  }
  return false;
}

async function leaks({ body }: Program, early: boolean, failing: number): Promise<boolean> {
  const pool = new PgPool(
    { max: 1, idleTimeoutMillis: 0 },
    class extends Client {
      override failing = failing;
    } as never,
  );
  const detector = new LeakDetector({ warn: false });
  const { unwatch } = watch(pool, { detector });
  const AsyncFunction = (async () => undefined).constructor as new (
    ...args: readonly string[]
  ) => (pool: unknown, early: boolean) => Promise<unknown>;
  await new AsyncFunction('pool', 'early', body)(pool, early).catch(() => undefined);
  const isHeld = detector.live().length > 0;
  unwatch();
  return isHeld;
}
