import { describe, expect, test } from 'vitest';
import { createFolder, runIn } from './run-in.ts';

async function budget(cwd: string, ...argv: string[]) {
  return await runIn(cwd, ['budget', '--no-types', ...argv]);
}

describe('mistakes end with code 2 and one line', () => {
  const files = {
    'list.yml': 'services: [db]\n',
    'docker-compose.yml': 'services:\n  db: [\n',
    'pgbouncer.ini': '[pgbouncer]\npool_mode\n',
    'package.json': '{"name": "clinic"}',
  };

  test.each([
    [['--deploy', 'docker-compose.yml'], /^docker-compose\.yml:3:1: .+\.\n$/],
    [['--deploy', 'package.json'], /^pgbouncer\.ini:2:10: `pool_mode` must be `key = value`/],
    [['--deploy', 'list.yml'], /^list\.yml:1:11: `services` must map names to services\.\n$/],
    [['--deploy', 'nowhere.yml'], /^'nowhere\.yml' cannot be read\.\n$/],
    [
      ['--pgbouncer', 'nowhere.ini', '--deploy', 'package.json'],
      /^'.*nowhere\.ini' cannot be read\.\n$/,
    ],
    [['--instances', 'many'], /^--instances must be a whole number, not 'many'\.\n$/],
    [['--max-connections', '1.5'], /^--max-connections must be a whole number, not '1\.5'\.\n$/],
    [['--surge', 'some'], /^--surge must be a number or a share such as 25%, not 'some'\.\n$/],
    [['--url', 'redis://x'], /^--url must be postgres:\/\/… or mysql:\/\/…\.\n$/],
    [
      ['--max-conections', '1'],
      /^Unknown option '--max-conections'\. Did you mean '--max-connections'\?\n$/,
    ],
  ])('%j', async (argv, expected) => {
    const { code, stdout, stderr } = await budget(createFolder(files), ...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(expected);
  });

  test.each([
    ['{ "budget": {\n  "surge": 1, } }', /^pool\.config\.json:2:\d+ cannot be read: /],
    ['{ "budget": { "surge": {} } }', /^In pool\.config\.json: `budget\.surge` must be /],
  ])('settings: %s', async (text, expected) => {
    const folder = createFolder({ 'package.json': '{}', 'pool.config.json': text });
    const { code, stderr } = await budget(folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(expected);
  });

  test('a service that is not there', async () => {
    const folder = createFolder({ 'package.json': '{"name": "clinic"}' });
    const { code, stderr } = await budget(folder, '--instances', 'clinik=3');
    expect(code).toBe(2);
    expect(stderr).toBe(
      "--instances names 'clinik', which is no service, package or folder. Did you mean 'clinic'?\n",
    );
  });
});
