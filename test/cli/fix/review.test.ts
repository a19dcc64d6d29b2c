import { EventEmitter } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Keyboard } from '../../../src/cli/terminal.ts';
import { createFolder } from '../run-in.ts';
import { createRepository, fixIn, git, read } from './fix-in.ts';
import { fileWith, leakIn } from './stand-in.ts';

/** A terminal at which keys are typed ahead; what is asked for behind them ends the input. */
function typing(keys: string): Keyboard & { readonly modes: readonly boolean[] } {
  const emitter = new EventEmitter();
  const modes: boolean[] = [];
  let isSent = false;
  return Object.assign(emitter, {
    isTTY: true,
    modes,
    setRawMode: (isRaw: boolean) => void modes.push(isRaw),
    pause: () => undefined,
    resume() {
      if (isSent) return;
      isSent = true;
      setImmediate(() => {
        if (keys !== '') emitter.emit('data', Buffer.from(keys));
        emitter.emit('end');
      });
    },
  });
}

const three = { 'a.js': fileWith(leakIn('one'), leakIn('two'), leakIn('three')) };
const answers = 'node_modules/.cache/eslint-plugin-pool/answers.json';

/** The functions of `a.js` that were repaired. */
function repairedIn(folder: string): readonly string[] {
  const functions = read(folder, 'a.js').split('export async function ').slice(1);
  return functions.filter(each => each.includes('finally')).map(each => each.split('(')[0] ?? '');
}

async function answer(folder: string, keys: string, ...argv: readonly string[]) {
  const stdin = typing(keys);
  return { ...(await fixIn(folder, ['-i', ...argv], { stdin })), modes: stdin.modes };
}

describe('a question', () => {
  test('says what is wrong, where, why, and what would change', async () => {
    const folder = createRepository({ 'a.js': fileWith(leakIn('one', '#likely #create')) });
    const { stdout } = await answer(folder, 'n');
    expect(stdout.slice(0, stdout.indexOf('Not repaired'))).toMatchInlineSnapshot(`
      "
      (1 of 1) a.js:6:24  pool/no-leaked-connection
      \`client\` from \`pool.connect()\` (pg) is not released when \`client.query()\` on line 7 throws. Call \`client.release()\` in a \`finally\` block.

        6 │   const client = await pool.connect();
          │                        ^^^^^^^^^^^^ acquired here
        7 │   const { rows } = await client.query('select $1', [id]); // #likely #create
          │                          ------------------------------- if this throws

      Release it in \`finally\` (wrap-finally, likely right: look at it)
      new file lease.js
      @@ -4,7 +4,10 @@
       
       export async function one(id) {
         const client = await pool.connect();
      +  try {
         const { rows } = await client.query('select $1', [id]); // #likely #create
      -  client.release();
         return rows;
      +  } finally {
      +    client.release();
      +  }
       }
      Repair it? [y]es [n]o [a]ll [e]dit [s]kip file [q]uit [?] n

      "
    `);
  });

  test('any other key tells what the keys do, and asks again', async () => {
    const { stdout } = await answer(createRepository(three), '?q');
    expect(stdout.match(/Repair it\?/g)).toHaveLength(2);
    expect(stdout).toContain('  s  skip the rest of this file\n');
  });

  test('the terminal is given back as it was', async () => {
    expect((await answer(createRepository(three), 'q')).modes).toEqual([true, false]);
  });
});

describe('the keys', () => {
  test.each([
    ['yny', ['one', 'three'], 1],
    ['yyy', ['one', 'two', 'three'], 0],
    ['na', ['two', 'three'], 1],
    ['ys', ['one'], 1],
    ['yq', ['one'], 1],
    ['y', ['one'], 1],
    ['\u001B[Ay\u001B', [], 1],
    ['nnn', [], 1],
  ])('%j repairs %j', async (keys, expected, code) => {
    const folder = createRepository(three);
    expect((await answer(folder, keys)).code).toBe(code);
    expect(repairedIn(folder)).toEqual(expected);
  });

  test('Ctrl-C writes nothing, and forgets no answer', async () => {
    const folder = createRepository(three);
    const { code, stdout, modes } = await answer(folder, 'yn\u0003');
    expect({ code, modes }).toEqual({ code: 130, modes: [true, false] });
    expect(stdout.endsWith('Stopped. Nothing was written.\n')).toBe(true);
    expect(repairedIn(folder)).toEqual([]);
    const again = await answer(folder, 'y');
    expect(again.stdout.match(/Repair it\?/g)).toHaveLength(1);
    expect(repairedIn(folder)).toEqual(['one', 'three']);
  });

  test('s leaves only this file', async () => {
    const folder = createRepository({ ...three, 'b.js': fileWith(leakIn('other')) });
    await answer(folder, 'sy');
    expect(repairedIn(folder)).toEqual([]);
    expect(read(folder, 'b.js')).toContain('finally');
  });

  /** A run in which the editor is a `sed` script. */
  async function edit(folder: string, script: string, keys: string) {
    const file = join(createFolder({ 'edit.sed': script }), 'edit.sed');
    const { PATH = '' } = process.env;
    const env = { PATH, VISUAL: `sed -i -f ${file}` };
    return fixIn(folder, ['-i'], { stdin: typing(keys), env });
  }

  test('e takes what the editor leaves', async () => {
    const folder = createRepository({ 'a.js': fileWith(leakIn('one')) });
    const { code, stdout } = await edit(folder, 's|finally {|finally { // mine|', 'e');
    expect(read(folder, 'a.js')).toContain('} finally { // mine\n');
    expect(stdout).toMatch(
      /^rule +codemod +by hand\npool\/no-leaked-connection +wrap-finally +1$/m,
    );
    expect(code).toBe(0);
  });

  test('e asks again when the result does not parse, or the editor fails', async () => {
    const folder = createRepository({ 'a.js': fileWith(leakIn('one')) });
    const broken = await edit(folder, 's|finally {|finally|', 'e');
    expect(broken.stdout).toMatch(/\nWhat you wrote does not parse \(line \d+\): .+\nRepair it\?/);
    const failed = await edit(folder, 'no script', 'e');
    expect(failed.stdout).toMatch(/\nsed -i -f .+ ended with exit code 1\.\nRepair it\?/);
    expect(repairedIn(folder)).toEqual([]);
  });
});

describe('answers', () => {
  test('a no is for good, and does not pass to another leak', async () => {
    const folder = createRepository(three);
    await answer(folder, 'nyn');
    const { stdout, code } = await answer(folder, 'yyy', '--force');
    expect(code).toBe(1);
    expect(stdout).not.toContain('Repair it?');
    expect(repairedIn(folder)).toEqual(['two']);
  });

  test('a yes that was not written counts only while the file is the same', async () => {
    const folder = createRepository(three);
    await answer(folder, 'yy\u0003');
    writeFileSync(join(folder, 'a.js'), `// changed\n${three['a.js']}`);
    const { stdout } = await answer(folder, 'nnn', '--force');
    expect(stdout.match(/Repair it\?/g)).toHaveLength(3);
  });

  test('are kept where --answers says', async () => {
    const folder = createRepository(three);
    const { stdout } = await answer(folder, 'nnn', '--answers', 'answers.json');
    expect(read(folder, 'answers.json')).toContain('"answer": "no"');
    expect(stdout).toContain('Your answers are in answers.json');
    await answer(folder, 'q');
    expect(() => read(folder, answers)).toThrow('ENOENT');
  });
});

describe('before any question', () => {
  test('the guard has its say', async () => {
    const folder = createRepository(three);
    writeFileSync(join(folder, 'a.js'), `${three['a.js']}\n`);
    const { code, stdout } = await answer(folder, 'yyy');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(git(folder, 'status', '--porcelain')).toBe(' M a.js\n');
  });
});
