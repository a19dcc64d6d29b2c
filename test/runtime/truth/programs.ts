/** A generated function that takes a connection, and may or may not give it back. */
export interface Program {
  readonly name: string;
  /** The body of `async (pool, early) => { … }`. */
  readonly body: string;
}

/** Ways to put statements between acquire and release. `work` is statements; `leave` may return early. */
const shapes: Readonly<Record<string, (work: string, leave: string) => string>> = {
  'releases at the end': (work, leave) => `${acquire} ${work} ${leave} client.release();`,
  'releases first': (_, leave) => `${acquire} client.release(); ${leave}`,
  'releases in finally': (work, leave) =>
    `${acquire} try { ${work} ${leave} } finally { client.release(); }`,
  'works before the try': (work, leave) =>
    `${acquire} ${work} try { ${leave} } finally { client.release(); }`,
  'swallows and forgets': (work, leave) =>
    `${acquire} try { ${work} ${leave} client.release(); } catch { return 1; }`,
  'releases in catch and at the end': (work, leave) =>
    `${acquire} try { ${work} } catch (error) { client.release(); throw error; } ${leave} client.release();`,
  'releases after a catch': (work, leave) =>
    `${acquire} try { ${work} ${leave} } catch { early = false; } client.release();`,
  'never releases': (work, leave) => `${acquire} ${work} ${leave}`,
  'releases through a function': (work, leave) =>
    `const back = one => one.release(); ${acquire} try { ${work} ${leave} } finally { back(client); }`,
  'lends to a callback': (work, leave) =>
    `const lend = async run => { ${acquire} try { return await run(client); } finally { client.release(); } }; return lend(async client => { ${work} ${leave} });`,
  'releases only when asked': (work, leave) =>
    `${acquire} try { ${work} ${leave} } finally { if (early) client.release(); }`,
};

const acquire = 'const client = await pool.connect();';

const works: Readonly<Record<string, string>> = {
  'no statement': '',
  'one statement': "await client.query('select 1');",
  'two statements': "await client.query('select 1'); await client.query('select 2');",
  'a statement whose failure is caught': "try { await client.query('select 1'); } catch {}",
  'a statement in a loop': "for (const id of [1, 2]) await client.query('select $1', [id]);",
};

const leaves: Readonly<Record<string, string>> = {
  'no way out': '',
  'an early return': 'if (early) return 1;',
  'a throw': "if (early) throw new Error('early');",
  'a statement before an early return': "if (early) { await client.query('select 3'); return 2; }",
};

/** All of them. */
export function allPrograms(): readonly Program[] {
  const all = Object.entries(shapes).flatMap(([shape, make]) =>
    Object.entries(works).flatMap(([workName, work]) =>
      Object.entries(leaves).map(([leaveName, leave]) => ({
        name: `${shape}, ${workName}, ${leaveName}`,
        body: make(work, leave),
      })),
    ),
  );
  // A shape without statements gives the same program for each kind of work.
  return [...new Map(all.map(program => [program.body, program])).values()];
}
