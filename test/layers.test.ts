import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { parseSync } from 'oxc-parser';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';

/** Who may import whom; the table of `docs/design.md`. A folder may always import from itself. */
const layers: Readonly<Record<string, readonly string[]>> = {
  'src/span.ts': [],
  'src/nearest.ts': [],
  'src/product.ts': [],
  'src/checks.ts': ['src/nearest.ts'],
  'src/drivers': ['src/checks.ts', 'src/nearest.ts'],
  'src/effects': ['src/checks.ts'],
  'src/source': ['src/span.ts'],
  'src/evidence': ['src/span.ts', 'src/drivers', 'src/source'],
  'src/analysis': ['src/span.ts', 'src/drivers', 'src/effects', 'src/source', 'src/evidence'],
  // The types of evidence: a checker of the text before answers for the text after. The types of
  // analysis: an edit starts from the spans of a fact.
  'src/edits': [
    'src/span.ts',
    'src/source',
    'src/drivers',
    'type src/evidence',
    'type src/analysis',
    // What SQL says of a transaction: an edit asks it of the statements that it moves.
    'src/analysis/statements',
  ],
  // Arithmetic over facts of pools and files of deployments: it reads JavaScript, and knows which driver means which server.
  'src/fleet': [
    'src/checks.ts',
    'src/nearest.ts',
    'src/drivers',
    'src/source',
    'type src/analysis',
  ],
  'src/rule.ts': ['src/span.ts', 'type src/analysis'],
  'src/codemod.ts': ['src/span.ts', 'type src/rule.ts', 'type src/edits', 'type src/analysis'],
  rules: ['src/rule.ts', 'src/span.ts', 'src/drivers', 'src/analysis'],
  // What a codemod moves is syntax: it reads the tree around the spans of a fact.
  codemods: [
    'src/codemod.ts',
    'src/span.ts',
    'src/drivers',
    'src/source',
    'src/analysis',
    'src/edits',
    'type src/rule.ts',
  ],
  // The types of evidence: its checker is asked about the text before, and about that after.
  'src/prove.ts': [...proofMayImport(), 'type src/evidence'],
  'src/repair.ts': [...proofMayImport(), 'type src/evidence'],
  'src/settings.ts': [
    'src/drivers',
    'src/effects',
    'src/checks.ts',
    'src/rule.ts',
    'src/fleet',
    'type src/analysis',
  ],
  'src/eslint': hostMayImport(),
  // It runs what `fix` runs, so that both write the same bytes.
  'src/jscodeshift': [...hostMayImport(), 'src/cli'],
  'src/cli': hostMayImport(),
  'src/runtime': ['src/drivers'],
  'src/index.ts': ['src', 'rules', 'codemods'],
  'src/cli/main.ts': ['src', 'rules', 'codemods'],
  'src/jscodeshift/main.ts': ['src', 'rules', 'codemods'],
};

/** The one folder that knows each outside package; `type` where only its types are known. */
const packages: Readonly<Record<string, readonly string[]>> = {
  'oxc-parser': ['src/source'],
  'oxc-resolver': ['src/source'],
  '@typescript-eslint/scope-manager': ['src/source'],
  '@typescript-eslint/visitor-keys': ['src/source'],
  '@typescript-eslint/types': ['type src/source', 'type src/evidence', 'type src/analysis'],
  typescript: ['type src/evidence'],
  eslint: ['src/eslint'],
  '@typescript-eslint/utils': ['src/eslint'],
  cac: ['src/cli'],
  diff: ['src/cli'],
  picocolors: ['src/cli'],
  tinyglobby: ['src/cli'],
  yaml: ['src/fleet'],
  jscodeshift: ['src/jscodeshift'],
  // The tests of users, where Vitest itself loads the file.
  vitest: ['type src/runtime/testing'],
};

/** An import, a re-export, an `import()` or a `require()` of one file. */
interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
  /** Loaded when it is needed, so that a user without the package never meets it. */
  readonly late: boolean;
}

const files = globSync(['src/**/*.ts', 'rules/**/*.ts', 'codemods/**/*.ts']).sort();

describe('layers', () => {
  test.each(files)('%s imports only what its layer may', file => {
    const wrong = importsOf(file).flatMap(found => complaintAbout(found, file) ?? []);
    expect(wrong).toEqual([]);
  });
});

function hostMayImport(): readonly string[] {
  const folders = [
    'span.ts',
    'drivers',
    'effects',
    'source',
    'evidence',
    'analysis',
    'edits',
    'fleet',
  ];
  const shared = ['rule.ts', 'codemod.ts', 'settings.ts', 'product.ts', 'nearest.ts', 'repair.ts'];
  return [...folders, ...shared].map(name => `src/${name}`);
}

/** A repair is proven with everything that finds: the analysis, the rules that are passed, the settings. */
function proofMayImport(): readonly string[] {
  const parts = ['rule', 'codemod', 'settings', 'span', 'repair', 'prove'].map(
    name => `${name}.ts`,
  );
  return [...parts, 'source', 'analysis', 'edits'].map(name => `src/${name}`);
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, 'utf8');
  const { module, comments, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]?.message}`);
  const early = [
    ...module.staticImports.map(({ start, moduleRequest }) => ({ start, moduleRequest })),
    ...module.staticExports.flatMap(({ start, entries }) =>
      entries.flatMap(({ moduleRequest }) => (moduleRequest ? [{ start, moduleRequest }] : [])),
    ),
  ].map(({ start, moduleRequest }) => ({
    specifier: moduleRequest.value,
    // `import { type A }` still loads the module: only the keyword in front keeps it out.
    typeOnly: /^(?:import|export)\s+type\b/.test(text.slice(start)),
    late: false,
  }));
  const code = comments.reduceRight(
    (rest, { start, end }) => rest.slice(0, start) + rest.slice(end),
    text,
  );
  const late = [...code.matchAll(/\b(typeof\s+)?(?:import|require\w*)\(\s*['"]([^'"]+)/g)].map(
    ([, type, specifier = '']) => ({ specifier, typeOnly: type !== undefined, late: true }),
  );
  return [...early, ...late];
}

function complaintAbout(found: Import, file: string): string | undefined {
  const { specifier } = found;
  if (specifier.startsWith('.')) {
    const target = relative('.', join(dirname(file), specifier));
    const layer = layerOf(file);
    if (layer === undefined) return `${file} is in no layer`;
    const allowed = [layer, ...(layers[layer] ?? [])];
    return isAllowed(found, target, allowed) ? undefined : `${layer} may not import ${target}`;
  }
  if (isBuiltin(specifier)) return undefined;
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  return (packages[name] ?? []).some(place => isKnownIn(place, file, found))
    ? undefined
    : `${file} may not import ${found.typeOnly ? 'the types of ' : ''}${name}`;
}

/** The most specific entry of the table that holds the file. */
function layerOf(file: string): string | undefined {
  const holding = Object.keys(layers).filter(layer => isIn(file, layer));
  return holding.sort((a, b) => b.length - a.length)[0];
}

function isAllowed(found: Import, target: string, allowed: readonly string[]): boolean {
  return allowed.some(entry => {
    const [, type, place = ''] = /^(type )?(.*)$/.exec(entry) ?? [];
    return isIn(target, place) && (type === undefined || found.typeOnly);
  });
}

/** A `type` package may still be loaded late, where the user turns out to have it. */
function isKnownIn(entry: string, file: string, found: Import): boolean {
  const [, type, place = ''] = /^(type )?(.*)$/.exec(entry) ?? [];
  return isIn(file, place) && (type === undefined || found.typeOnly || found.late);
}

function isIn(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}
