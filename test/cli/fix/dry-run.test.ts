import { writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFolder } from '../run-in.ts';
import { createRepository, fixIn, git, read } from './fix-in.ts';
import { fileWith, leakIn } from './stand-in.ts';

describe('without --write', () => {
  test('a diff is shown, nothing is changed, and the exit code is 1', async () => {
    const text = fileWith(leakIn('find'));
    const folder = createRepository({ 'a.js': text });
    const { code, stdout, stderr } = await fixIn(folder, ['--no-types']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(read(folder, 'a.js')).toBe(text);
    expect(stdout.replace(/\d+ files\/s, [\d.]+ s/, '…')).toMatchInlineSnapshot(`
      "--- a/a.js
      +++ b/a.js
      @@ -4,7 +4,10 @@
       
       export async function find(id) {
         const client = await pool.connect();
      +  try {
         const { rows } = await client.query('select $1', [id]); 
      -  client.release();
         return rows;
      +  } finally {
      +    client.release();
      +  }
       }

      rule                       codemod       would repair
      pool/no-leaked-connection  wrap-finally             1

      Would make 1 repair in 1 file (1 file, without types, …). Make them: add --write
      "
    `);
  });

  test('the diff is one that git applies', async () => {
    const files = {
      'a.js': fileWith(leakIn('find'), leakIn('again', '#create')),
      'sub/b.js': fileWith(leakIn('find')).trimEnd(),
      'c.js': fileWith(leakIn('find')).replaceAll('\n', '\r\n'),
    };
    const folder = createRepository(files);
    const { stdout } = await fixIn(folder, []);
    const patch = join(createFolder({}), 'fix.patch');
    writeFileSync(patch, stdout);
    git(folder, 'apply', patch);
    const other = createRepository(files);
    expect((await fixIn(other, ['--write'])).code).toBe(0);
    for (const name of [...Object.keys(files), 'lease.js']) {
      expect(read(folder, name)).toBe(read(other, name));
    }
  });

  test('0 where there is nothing to repair', async () => {
    const folder = createRepository({ 'a.js': 'export {};' });
    const { code, stdout } = await fixIn(folder, []);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✔ Nothing to repair \(1 file, \d+ files\/s, \d\.\d s\)\n$/);
  });

  test('what is refused is listed with its reasons, and so are files that do not parse', async () => {
    const folder = createRepository({
      'a.js': fileWith(leakIn('find', '#refuse')),
      'b.js': 'const = 1;',
    });
    const { code, stdout } = await fixIn(folder, ['--no-types']);
    expect(code).toBe(1);
    expect(stdout.replace(/\d+ files\/s, [\d.]+ s/, '…')).toMatchInlineSnapshot(`
      "b.js:1:7  cannot be parsed: Unexpected token

      Not repaired
        a.js:6:24  pool/no-leaked-connection
          \`client\` from \`pool.connect()\` (pg) is not released when \`client.query()\` on line 7 throws. Call \`client.release()\` in a \`finally\` block.
          → wrap-finally: The function asks for it.
          → add-comment: It would remain: \`client\` from \`pool.connect()\` (pg) is not released when \`client.query()\` on line 7 throws. Call \`client.release()\` in a \`finally\` block. (line 6)

      rule                       codemod  refused
      pool/no-leaked-connection  –              1

      Nothing repaired, 1 finding left (2 files, 1 not looked at, without types, …)
      "
    `);
  });

  test('places are those of the file on the disk', async () => {
    const folder = createRepository({ 'a.js': fileWith(leakIn('one'), leakIn('two', '#refuse')) });
    const { stdout } = await fixIn(folder, []);
    const line = read(folder, 'a.js')
      .split('\n')
      .lastIndexOf('  const client = await pool.connect();');
    expect(stdout).toContain(`  a.js:${line + 1}:24  pool/no-leaked-connection`);
  });

  test('colours on a terminal only', async () => {
    const folder = createRepository({ 'a.js': fileWith(leakIn('find')) });
    expect((await fixIn(folder, [], { isTTY: true })).stdout).toContain('\u001B[32m+  try {');
    expect((await fixIn(folder, [])).stdout).not.toContain('\u001B');
  });
});

describe('what is repaired', () => {
  const files = { 'a.js': fileWith(leakIn('one', '#likely'), leakIn('two')) };

  test('only what is safe, by default', async () => {
    const folder = createRepository(files);
    const { code, stdout } = await fixIn(folder, ['--write']);
    expect(code).toBe(1);
    expect(read(folder, 'a.js').match(/try \{/g)).toHaveLength(1);
    expect(stdout).toContain(
      'wrap-finally: Release it in `finally`. Look at it with -i, or pass --min-confidence likely.',
    );
  });

  test('likely repairs when they are asked for', async () => {
    const folder = createRepository(files);
    expect((await fixIn(folder, ['--write', '--min-confidence', 'likely'])).code).toBe(0);
    expect(read(folder, 'a.js').match(/try \{/g)).toHaveLength(2);
  });

  test('only the codemods that are named', async () => {
    const folder = createRepository(files);
    const { code, stdout } = await fixIn(folder, ['--codemod', 'add-comment', '--write']);
    expect(code).toBe(1);
    expect(stdout).toContain('add-comment: It would remain: `client` from');
    expect(read(folder, 'a.js')).toBe(files['a.js']);
    const both = ['--codemod', 'add-comment', '--codemod', 'wrap-finally', '--write'];
    await fixIn(folder, both);
    expect(read(folder, 'a.js')).toContain('try {');
  });

  test('a second run changes nothing', async () => {
    const folder = createRepository(files);
    await fixIn(folder, ['--write', '--min-confidence', 'likely']);
    const once = read(folder, 'a.js');
    const { code, stdout } = await fixIn(folder, ['--write', '--force']);
    expect(code).toBe(0);
    expect(stdout).toContain('✔ Nothing to repair');
    expect(read(folder, 'a.js')).toBe(once);
  });

  test('mark, line ends and mode stay', async () => {
    const text = `\uFEFF${fileWith(leakIn('find')).replaceAll('\n', '\r\n')}`;
    const folder = createRepository({ 'a.js': text });
    execFileSync('chmod', ['750', 'a.js'], { cwd: folder });
    expect((await fixIn(folder, ['--write', '--force'])).code).toBe(0);
    const now = read(folder, 'a.js');
    expect(now.startsWith('\uFEFFimport')).toBe(true);
    expect(now.replaceAll('\r\n', '')).not.toContain('\n');
    expect(now).toContain('try {');
    expect(execFileSync('stat', ['-c', '%a', 'a.js'], { cwd: folder, encoding: 'utf8' })).toBe(
      '750\n',
    );
  });

  test('a file that is not UTF-8 is left alone, and named', async () => {
    const folder = createRepository({ 'a.js': '' });
    const bytes = Buffer.from(fileWith(leakIn('find', 'é')), 'latin1');
    writeFileSync(join(folder, 'a.js'), bytes);
    const { code, stdout } = await fixIn(folder, ['--write', '--force']);
    expect(code).toBe(1);
    expect(stdout).toContain('a.js:1:1  cannot be read, or is not UTF-8');
  });
});
