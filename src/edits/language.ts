import { dirname, join, resolve } from 'node:path';
import type { SourceFile } from '../source/source-file.ts';

/** What may be written in a file: which syntax its compiler and its Node understand. */
export interface Language {
  readonly isTypeScript: boolean;
  /** It uses `import` and `export`; otherwise `require()`. */
  readonly isModule: boolean;
  /** What it imports must be named with its ending: Node loads it as an ECMAScript module. */
  readonly isStrict: boolean;
  /** Whether and how `using` may be written: Node runs it, a compiler rewrites it, or neither. */
  readonly using: 'native' | 'compiled' | 'no';
  /** Why `using` may not be written, in words. */
  readonly whyNoUsing?: string;
  readonly hasOptionalChaining: boolean;
}

type TextAt = (path: string) => string | undefined;

/** What the compiler's options, the installed TypeScript and `engines` say of a file. */
export function languageOf(file: SourceFile, textAt: TextAt): Language {
  const isTypeScript = /\.[cm]?tsx?$/.test(file.path);
  const isModule = file.program.body.some(({ type }) => /^(Import|Export)/.test(type));
  const node = lowestNode(file.path, textAt);
  const using = isTypeScript ? usingInTypeScript(file.path, textAt, node) : usingInNode(node);
  const isStrict = isModule && needsEndings(file.path, textAt);
  return { isTypeScript, isModule, isStrict, ...using, hasOptionalChaining: (node ?? 14) >= 14 };
}

/** A bundler, or a compiler that writes `require()`, finds files without the ending of their names. */
function needsEndings(path: string, textAt: TextAt): boolean {
  if (/\.m[jt]s$/.test(path)) return true;
  if (/\.c[jt]s$/.test(path)) return false;
  const { moduleResolution = '' } = compilerOptions(path, textAt);
  if (/^bundler$/i.test(moduleResolution)) return false;
  const manifest = nearest(path, 'package.json', textAt)?.text ?? '';
  return /"type":\s*"module"/.test(manifest);
}

type Using = Pick<Language, 'using' | 'whyNoUsing'>;

const no = (whyNoUsing: string): Using => ({ using: 'no', whyNoUsing });

function usingInNode(node: number | undefined): Using {
  if (node !== undefined && node >= 24) return { using: 'native' };
  return no(
    '`using` in JavaScript needs Node 24, and `engines` in `package.json` does not ask for it.',
  );
}

function usingInTypeScript(path: string, textAt: TextAt, node: number | undefined): Using {
  const version = typescriptVersion(path, textAt);
  if (version === undefined) return no('The version of TypeScript is not known.');
  if (version < 5.02) return no('`using` needs TypeScript 5.2.');
  // `Symbol.asyncDispose` is there from Node 18.18 on.
  if (node !== undefined && node < 18) return no('`using` needs Node 18.18 or newer.');
  const { target = '', lib, noEmit } = compilerOptions(path, textAt);
  const hasLibrary = lib?.some(name =>
    /^esnext(?:\.disposable)?$|^es20(?:2[6-9]|[3-9])/i.test(name),
  );
  const isNext = /^esnext$|^es20(?:2[6-9]|[3-9])/i.test(target);
  if (!(hasLibrary ?? isNext)) {
    return no('`using` needs `esnext.disposable` in `lib` of `tsconfig.json`.');
  }
  // With `noEmit` another compiler writes the code, and it has a target of its own.
  const isLeft = isNext && noEmit !== true;
  if (!isLeft) return { using: 'compiled' };
  if (node !== undefined && node >= 24) return { using: 'native' };
  return no(`The target \`${target}\` leaves \`using\` as it is, and that needs Node 24.`);
}

/** As a number: 5.02 for 5.2. */
function typescriptVersion(path: string, textAt: TextAt): number | undefined {
  const installed = nearest(path, join('node_modules', 'typescript', 'package.json'), textAt);
  const text = installed?.text ?? nearest(path, 'package.json', textAt)?.text ?? '';
  const pattern = installed ? /"version":\s*"(\d+)\.(\d+)/ : /"typescript":\s*"[^\d"]*(\d+)\.(\d+)/;
  const [, major, minor] = pattern.exec(text) ?? [];
  return major === undefined ? undefined : Number(major) + Number(minor) / 100;
}

/** The lowest Node that `engines` allows; `undefined` when nothing is said. */
function lowestNode(path: string, textAt: TextAt): number | undefined {
  const text = nearest(path, 'package.json', textAt)?.text ?? '';
  const range = /"engines":\s*\{[^}]*"node":\s*"([^"]+)"/.exec(text)?.[1];
  const majors = [...(range ?? '').matchAll(/(?:^|[\s^~>=|v])(\d+)(?=\.|\s|$|\|)/g)];
  const lowest = Math.min(...majors.map(([, major]) => Number(major)));
  return Number.isFinite(lowest) ? lowest : undefined;
}

interface Options {
  readonly target?: string;
  readonly moduleResolution?: string;
  readonly noEmit?: boolean;
  readonly lib?: readonly string[];
}

/** Some options of the nearest `tsconfig.json`, through `extends` of files. */
function compilerOptions(path: string, textAt: TextAt): Options {
  const own = nearest(path, 'tsconfig.json', textAt);
  return own === undefined ? {} : optionsIn(own, textAt, 0);
}

function optionsIn(config: Found, textAt: TextAt, depth: number): Options {
  const parsed = parseWithComments(config.text);
  const { extends: base, compilerOptions: own = {} } = parsed;
  const bases = (Array.isArray(base) ? base : [base]).flatMap(name => {
    if (typeof name !== 'string' || !name.startsWith('.') || depth > 5) return [];
    const plain = resolve(dirname(config.path), name);
    const at = plain.endsWith('.json') ? plain : `${plain}.json`;
    const text = textAt(at);
    return text === undefined ? [] : [optionsIn({ path: at, text }, textAt, depth + 1)];
  });
  return Object.assign({}, ...bases, own) as Options;
}

interface Config {
  readonly extends?: string | readonly string[];
  readonly compilerOptions?: Options;
}

/** `tsconfig.json` may have comments and trailing commas; what cannot be read says nothing. */
function parseWithComments(text: string): Config {
  const strings = /"(?:\\.|[^"\\])*"/.source;
  const plain = text
    .replaceAll(new RegExp(`(${strings})|//[^\\n]*|/\\*[^]*?\\*/`, 'g'), '$1')
    .replaceAll(new RegExp(`(${strings})|,(?=\\s*[}\\]])`, 'g'), '$1');
  try {
    const value: unknown = JSON.parse(plain);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

interface Found {
  readonly path: string;
  readonly text: string;
}

/** The file of that name in the folder of a path, or in the nearest one above. */
function nearest(path: string, name: string, textAt: TextAt): Found | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const at = join(folder, name);
    const text = textAt(at);
    if (text !== undefined) return { path: at, text };
    if (dirname(folder) === folder) return undefined;
  }
}
