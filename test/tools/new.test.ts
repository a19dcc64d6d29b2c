import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, resolveConfig } from 'prettier';
import ts from 'typescript';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { main as generate } from './generate.ts';
import { main as create } from './new.ts';

const copied = [
  'src',
  'rules',
  'codemods',
  'docs',
  'fixtures/rules',
  'package.json',
  'README.md',
  'tsconfig.json',
  '.prettierrc.json',
];
let root = '';
let said: string[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pool-new-'));
  for (const path of copied) cpSync(path, join(root, path), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));
  said = [];
  for (const method of ['log', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation((text: string) => void said.push(text));
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

test('new rule writes a rule, its page and a fixture, and lists the rule', async () => {
  expect(await create(['rule', 'no-spelling-mistake'], root)).toBe(0);
  await expectFormatted('rules/no-spelling-mistake.ts');
  await expectFormatted('docs/rules/no-spelling-mistake.md');
  await expectFormatted('fixtures/rules/no-spelling-mistake/pg.ts');
  expect(complaintsOfCompiler('rules/index.ts')).toEqual([]);
  expect(textOf('rules/index.ts')).toContain("from './no-spelling-mistake.ts'");
  expect(textOf('README.md')).toContain('docs/rules/no-spelling-mistake.md');
  expect(textOf('docs/rules/no-spelling-mistake.md')).toContain('# pool/no-spelling-mistake');
  expect(await generate(['--check'], root)).toBe(0);
});

test('new driver writes a driver and a fixture, and lists the driver', async () => {
  expect(await create(['driver', '@acme/postgres'], root)).toBe(0);
  await expectFormatted('src/drivers/acme-postgres.ts');
  await expectFormatted('fixtures/rules/no-leaked-connection/acme-postgres.ts');
  expect(complaintsOfCompiler('src/drivers/acme-postgres.ts')).toEqual([]);
  expect(textOf('src/drivers/index.ts')).toContain("from './acme-postgres.ts'");
  expect(await generate(['--check'], root)).toBe(0);
});

test('new codemod writes a codemod, its page and a fixture, and lists the codemod', async () => {
  expect(await create(['codemod', 'fix-spelling-mistake'], root)).toBe(0);
  await expectFormatted('codemods/fix-spelling-mistake.ts');
  await expectFormatted('docs/codemods/fix-spelling-mistake.md');
  await expectFormatted('fixtures/codemods/fix-spelling-mistake/pg.in.ts');
  expect(complaintsOfCompiler('codemods/index.ts')).toEqual([]);
  expect(textOf('codemods/index.ts')).toContain("from './fix-spelling-mistake.ts'");
  expect(textOf('docs/codemods/fix-spelling-mistake.md')).toContain('# fix-spelling-mistake');
  expect(await generate(['--check'], root)).toBe(0);
});

test.each([
  [['rule', 'noSpelling'], "'noSpelling' cannot name a rule."],
  [['rule', 'leaked-connection'], "'leaked-connection' cannot name a rule."],
  [['rule', 'no-../../escape'], "'no-../../escape' cannot name a rule."],
  [['driver', '../pg'], "'../pg' cannot name a driver."],
  [['driver', 'A B'], "'A B' cannot name a driver."],
  [['codemod', 'fixIt'], "'fixIt' cannot name a codemod."],
  [['codemod', 'fix'], "'fix' cannot name a codemod."],
  [['codemod', 'try-finally'], 'codemods/try-finally.ts exists already.'],
  [['rule', 'no-leaked-connection'], 'rules/no-leaked-connection.ts exists already.'],
  [['driver', 'pg'], 'src/drivers/pg.ts exists already.'],
  [['table', 'no-x'], 'Usage:'],
  [['rule'], 'Usage:'],
  [['rule', 'no-x', 'no-y'], 'Usage:'],
])('new %j is refused', async (args, message) => {
  expect(await create(args, root)).toBe(2);
  expect(said.join('\n')).toContain(message);
});

test('generate --check names what is stale and writes nothing', async () => {
  writeFileSync(join(root, 'rules/index.ts'), '');
  expect(await generate(['--check'], root)).toBe(1);
  expect(said).toEqual(['rules/index.ts is stale: run `npm run generate`.']);
  expect(textOf('rules/index.ts')).toBe('');
});

function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

async function expectFormatted(file: string): Promise<void> {
  const filepath = join(root, file);
  const options = { ...(await resolveConfig(filepath)), filepath };
  expect(await check(textOf(file), options), `${file} is formatted`).toBe(true);
}

function complaintsOfCompiler(file: string): readonly string[] {
  const { config } = ts.readConfigFile('tsconfig.json', path => readFileSync(path, 'utf8'));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram([join(root, file)], options);
  return ts
    .getPreEmitDiagnostics(program)
    .filter(({ file: where }) => where !== undefined && isNew(where.fileName))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

/** Only what was scaffolded is judged here; the rest of the sources has `npm run check`. */
function isNew(path: string): boolean {
  return /no-spelling-mistake|fix-spelling-mistake|acme-postgres/.test(path);
}
