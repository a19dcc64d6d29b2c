import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { globSync } from 'tinyglobby';

const command = resolve('dist/cli/main.js');

/** What `fix --json` says of findings that stay. */
interface Left {
  readonly filePath: string;
  readonly refusals: readonly { readonly reason: string }[];
}

/** What `check --format json` says of a file. */
interface Result {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string }[];
}

/** The text of a file. */
export function textOf(path: string): string {
  return readFileSync(path, 'utf8');
}

/** A first line of a fixture that says something about it or its project: `// engines: >=24`. */
export function noteIn(text: string, name: string): string | undefined {
  return new RegExp(`^// ${name}: (.*?)\\r?$`, 'm').exec(text)?.[1];
}

/** A text with the line ends of Windows. */
export function toCrLf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}

/** The fixtures of one codemod that are run with the same options, as one project that is fixed. */
export class Workshop {
  readonly #folder: string;
  readonly #fix: readonly string[];
  /** Why findings stay, by file. */
  readonly refusals: ReadonlyMap<string, string>;
  /** The texts after the first run. */
  readonly once: ReadonlyMap<string, string>;

  constructor(inputs: readonly string[], read = textOf) {
    const [first = ''] = inputs;
    const options = noteIn(textOf(first), 'options')?.split(' ') ?? [];
    this.#folder = createProject(inputs, read);
    const codemod = ['--codemod', basename(dirname(first)), '--min-confidence', 'likely'];
    this.#fix = [command, 'fix', '--write', '--force', '--json', ...codemod, ...options];
    this.refusals = this.#run();
    this.once = this.#texts();
  }

  /** The texts after another run. */
  again(): ReadonlyMap<string, string> {
    this.#run();
    return this.#texts();
  }

  /** Where a fixture stands in the project. */
  static placeOf(input: string): string {
    return `${basename(input).replace('.in.', '-')}/case${extname(input)}`;
  }

  /** What the compiler and `check` say of the project as it is now. */
  complaints(): string {
    const compiled = run(this.#folder, resolve('node_modules/typescript/bin/tsc'), '-p', '.');
    return compiled.stdout;
  }

  /** The files of the project as it is now that have a leak. */
  leakyFiles(): readonly string[] {
    const { stdout } = run(this.#folder, command, 'check', '--format', 'json');
    // It is what `--format json` prints.
    const results = JSON.parse(stdout) as readonly Result[];
    return results
      .filter(({ messages }) =>
        messages.some(({ ruleId }) => ruleId.endsWith('no-leaked-connection')),
      )
      .map(({ filePath }) => filePath.slice(this.#folder.length + 1));
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #run(): ReadonlyMap<string, string> {
    const { stdout, stderr } = run(this.#folder, ...this.#fix);
    if (stderr !== '') throw new Error(stderr);
    // It is what `--json` prints.
    const { left } = JSON.parse(stdout) as { readonly left: readonly Left[] };
    return new Map(
      left.map(({ filePath, refusals }) => [
        filePath.slice(this.#folder.length + 1),
        refusals.map(({ reason }) => reason).join('\n'),
      ]),
    );
  }

  #texts(): ReadonlyMap<string, string> {
    const files = globSync('*/*.{ts,js,cjs,mjs}', {
      cwd: this.#folder,
      ignore: ['node_modules'],
      expandDirectories: false,
    }).sort();
    return new Map(files.map(file => [file, textOf(join(this.#folder, file))]));
  }
}

function createProject(inputs: readonly string[], read: typeof textOf): string {
  const runtime = `"paths": { "eslint-plugin-pool/runtime": ["${resolve('src/runtime/index.ts')}"] }`;
  const folder = mkdtempSync(join(tmpdir(), 'pool-codemods-'));
  const compiler = textOf('fixtures/tsconfig.json')
    .replace('"rules", "summaries"', '"*/*"')
    .replace('"noEmit"', `${runtime}, "noEmit"`);
  writeFileSync(join(folder, 'tsconfig.json'), compiler);
  for (const input of inputs) {
    const text = read(input);
    const path = join(folder, Workshop.placeOf(input));
    const node = noteIn(text, 'engines');
    mkdirSync(dirname(path));
    writeFileSync(path, text);
    const manifest = { type: 'module', ...(node && { engines: { node } }) };
    writeFileSync(join(dirname(path), 'package.json'), JSON.stringify(manifest));
  }
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return folder;
}

function run(cwd: string, ...argv: readonly string[]) {
  return spawnSync(process.execPath, argv, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 });
}
