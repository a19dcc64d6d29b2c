import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { glob } from 'tinyglobby';
import { effectKinds, wordsOf } from '../../src/effects/effect.ts';
import type { EffectKind, EffectSource } from '../../src/effects/effect.ts';
import type { Codemod } from '../../src/codemod.ts';
import type { Rule } from '../../src/rule.ts';
import { loadDefaults } from './load.ts';

/** Writes what is derived from other files; `--check` only says what is stale. */
export async function main(args: readonly string[], root = process.cwd()): Promise<number> {
  const outputs = await generate(root);
  const stale = outputs.filter(({ file, text }) => textOf(join(root, file)) !== text);
  if (args.includes('--check')) {
    for (const { file } of stale) console.error(`${file} is stale: run \`npm run generate\`.`);
    return stale.length === 0 ? 0 : 1;
  }
  for (const { file, text } of stale) {
    writeFileSync(join(root, file), text);
    console.log(`wrote ${file}`);
  }
  return 0;
}

/** A generated file: its path from the root, and what it has to contain. */
interface Output {
  readonly file: string;
  readonly text: string;
}

async function generate(root: string): Promise<readonly Output[]> {
  const files = await defaultsIn('rules', 'defineRule', root);
  // Every file in rules/ exports a rule by default; tsc holds that through rules/index.ts.
  const rules = (await loadDefaults(root, files)) as readonly Rule[];
  for (const [index, rule] of rules.entries()) requireSameName(rule, files[index] ?? '');
  const codemodFiles = await defaultsIn('codemods', 'defineCodemod', root);
  const codemods = (await loadDefaults(root, codemodFiles)) as readonly Codemod[];
  for (const [index, one] of codemods.entries()) requireSameName(one, codemodFiles[index] ?? '');
  const drivers = await defaultsIn('src/drivers', 'defineDriver', root);
  const effects = await defaultsIn('src/effects', 'defineEffects', root);
  const sources = (await loadDefaults(root, effects)) as readonly (readonly EffectSource[])[];
  const outputs = [
    { file: 'rules/index.ts', text: ruleIndex(files) },
    { file: 'codemods/index.ts', text: codemodIndex(codemodFiles) },
    { file: 'src/drivers/index.ts', text: driverIndex(drivers) },
    { file: 'src/effects/index.ts', text: effectIndex(effects) },
    { file: 'README.md', text: inject(root, 'README.md', 'rules', tableOf(rules)) },
    {
      file: 'docs/effects.md',
      text: inject(root, 'docs/effects.md', 'effects', kindsOf(sources.flat())),
    },
    ...rules.map(rule => {
      const file = `docs/rules/${rule.name}.md`;
      return { file, text: inject(root, file, 'header', headerOf(rule)) };
    }),
    ...codemods.map(codemod => {
      const file = `docs/codemods/${codemod.name}.md`;
      return { file, text: inject(root, file, 'header', codemodHeaderOf(codemod)) };
    }),
  ];
  return Promise.all(outputs.map(output => pretty(output, root)));
}

/** The files of a folder whose default export is made by `define`, in the order of their names. */
async function defaultsIn(folder: string, define: string, root: string): Promise<string[]> {
  const names = (await glob('*.ts', { cwd: join(root, folder) })).map(file =>
    basename(file, '.ts'),
  );
  const files = names.sort().map(name => `${folder}/${name}.ts`);
  return files.filter(file => textOf(join(root, file))?.includes(`export default ${define}(`));
}

function requireSameName({ name }: { readonly name: string }, file: string): void {
  if (basename(file, '.ts') !== name) throw new Error(`${file} holds '${name}'.`);
}

function ruleIndex(files: readonly string[]): string {
  return `${importsOf(files, "import type { Rule } from '../src/rule.ts';")}

/** All rules, by name. */
export const rules: readonly Rule[] = [${files.map(toIdentifier).join(', ')}];
`;
}

function codemodIndex(files: readonly string[]): string {
  return `${importsOf(files, "import type { Codemod } from '../src/codemod.ts';")}

/** All codemods, by name. */
export const codemods: readonly Codemod[] = [${files.map(toIdentifier).join(', ')}];
`;
}

function driverIndex(files: readonly string[]): string {
  return `${importsOf(files, "import type { Driver } from './driver.ts';")}

/** Every database package we know, in the order of their files. */
export const drivers: readonly Driver[] = [${files.map(toIdentifier).join(', ')}];
`;
}

function effectIndex(files: readonly string[]): string {
  return `${importsOf(files, "import type { EffectSource } from './effect.ts';")}

/** All work that is known to be foreign, in the order of the files. */
export const effects: readonly EffectSource[] = [${files.map(file => `...${toIdentifier(file)}`).join(', ')}];
`;
}

function importsOf(files: readonly string[], type: string): string {
  const imports = files.map(file => `import ${toIdentifier(file)} from './${basename(file)}';`);
  return ['// Written by `npm run generate`.', type, ...imports].join('\n');
}

function toIdentifier(file: string): string {
  const name = basename(file, '.ts');
  return name.replaceAll(/[-.](\w)/g, (_, letter: string) => letter.toUpperCase());
}

function tableOf(rules: readonly Rule[]): string {
  const rows = rules.map(
    ({ name, summary }) => `| [\`pool/${name}\`](docs/rules/${name}.md) | ${summary} |`,
  );
  return ['| rule | what it does |', '| --- | --- |', ...rows].join('\n');
}

function kindsOf(sources: readonly EffectSource[]): string {
  const packagesOf = (kind: EffectKind) =>
    sources.filter(({ waits, calls, callbacks = [], iterables = [] }) =>
      [
        waits,
        ...[...calls, ...callbacks, ...iterables].map(one => typeof one !== 'string' && one.waits),
      ].includes(kind),
    );
  const rows = effectKinds.map(kind => {
    const names = packagesOf(kind).map(source => `\`${source.package}\``);
    return `| \`${kind}\` | ${wordsOf(kind)} | ${names.join(', ')} |`;
  });
  return ['| kind | an await waits for | packages |', '| --- | --- | --- |', ...rows].join('\n');
}

function headerOf({ name, summary }: Rule): string {
  return `# pool/${name}\n\n${summary}.`;
}

function codemodHeaderOf({ name, summary, repairs }: Codemod): string {
  const rules = repairs.map(rule => `[\`pool/${rule}\`](../rules/${rule}.md)`);
  return `# ${name}\n\n${summary}. Repairs ${rules.join(', ')}.`;
}

/** The file's text with new content between `<!-- <mark>:start -->` and `<!-- <mark>:end -->`. */
function inject(root: string, file: string, mark: string, content: string): string {
  const text = textOf(join(root, file));
  if (text === undefined) throw new Error(`${file} does not exist.`);
  const [start, end] = [`<!-- ${mark}:start -->`, `<!-- ${mark}:end -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no ${start} … ${end}.`);
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
}

async function pretty({ file, text }: Output, root: string): Promise<Output> {
  const filepath = join(root, file);
  return { file, text: await format(text, { ...(await resolveConfig(filepath)), filepath }) };
}

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
