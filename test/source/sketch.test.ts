import { describe, expect, test } from 'vitest';
import { sketchOf } from '../../src/source/sketch/read-sketch.ts';

/** What calls of a name give: the names, with `!` where only a plain call can reach them. */
function madeBy(text: string, name: string): readonly string[] {
  const { calls, definitions } = sketchOf(text);
  return (calls.get(name) ?? []).flatMap(place => {
    const made = definitions[place];
    if (made === undefined || made.kind === 'value' || made.kind === 'function') return [];
    return made.names.map(one => (made.isLocal === false ? one : `${one}!`));
  });
}

function aliasesOf(text: string, name: string): readonly string[] {
  const { aliases, definitions } = sketchOf(text);
  return (aliases.get(name) ?? []).flatMap(place => definitions[place]?.names ?? []);
}

function callsIn(text: string): readonly string[] {
  return [...sketchOf(text).calls.keys()];
}

test('calls are known by name, those of members with a dot', () => {
  expect(callsIn('run(); pool.connect(); a?.b?.(1); tag`x`; call<T>(1); this.#own();')).toEqual([
    'run',
    '.connect',
    '.b',
    'tag',
    'call',
    'own',
  ]);
});

test.each([
  ['app.use(transactional);', 'transactional'],
  ["app.use('/paid/*', db.transactional);", '.transactional'],
  ["app.get('/paid', transactional, list);", 'transactional'],
])('a function that a framework is told to call counts as called: %s', (text, name) => {
  expect(callsIn(text)).toContain(name);
});

test('what a map is asked for is not called', () => {
  expect(callsIn('map.get(key); emit(a, b);')).toEqual(['.get', 'emit']);
});

test.each([
  ['a string', `'it(1)'; "b(2)"; f();`],
  ['a comment', `// it(1)\n/* b(2)\n c(3) */ f();`],
  ['a regular expression', `x = /it(1)['"{]/g; f();`],
  ['the text of a template', '`it(1) ${f()} b(2)`;'],
  ['a division', 'a / f() / 2'],
  ['text between tags', `<p>It's {f()}</p>`],
])('%s is no code', (_, text) => {
  expect(callsIn(text)).toEqual(['f']);
});

describe('what a call gives', () => {
  test.each([
    ['a variable', 'const run = make(pool);', ['run']],
    ['a variable of a function', 'function f() { const run = make(pool); }', ['run!']],
    ['a property', 'const db = { run: make(pool), other: 1 };', ['run']],
    ['a field', 'class A {\n  private run = make(pool);\n}', ['run']],
    ['a field that is assigned', 'class A { constructor() { this.run = make(pool); } }', ['run']],
    ['an export', 'exports.run = make(pool);', ['run']],
    ['a pattern', 'const { run, go: start } = make(pool);', ['run', 'start']],
    ['a lazy one', 'let run; function get() { run ??= make(pool); }', ['run']],
    ['what is awaited', 'async function f() { const rows = await make(pool); }', []],
    ['an instance', 'const run = new make(pool);', []],
    ['a statement without semicolon', 'const run = make(pool)\nmake(2)\nlet a = 1', ['run']],
    ['a function around it', 'const run = async (a: A): Promise<void> => { make(a); };', []],
  ] as const)('%s', (_, text, expected) => {
    expect(madeBy(text, 'make')).toEqual(expected);
  });
});

describe('what stands for a function', () => {
  test.each([
    ['a variable', 'const go = run;', 'run', ['go']],
    ['a member', 'const go = pool.connect;', '.connect', ['go']],
    ['a bound one', 'const go = pool.connect.bind(pool);', '.connect', ['go']],
    ['a wrapped one', 'const go = promisify(pool.connect);', '.connect', ['go']],
    ['a property', 'module.exports = { go: run, b };', 'run', ['go']],
    ['an import', `import { run as go } from './a';`, 'run', ['go']],
    ['an export', `export { run as go };`, 'run', ['go']],
    ['a pattern', `const { run: go } = require('./a');`, '.run', ['go']],
    ['the default export', 'export default run;', 'run', ['default']],
    ['a shorthand', 'module.exports = { a, run, b };', 'run', ['run']],
    ['a key of a pattern is none', 'const { name, age } = run;', 'run', []],
    ['a cast is none', 'const go = value as run;', 'run', []],
    ['the type of a value is none', 'function f(go: Run) {}', 'Run', []],
  ] as const)('%s', (_, text, name, expected) => {
    expect(aliasesOf(text, name)).toEqual(expected);
  });
});

test('imports are known with what names a module as a whole', () => {
  const text = [
    `import a, { b } from './a';`,
    `import * as c from "./c";`,
    `import './d';`,
    `export * from './e';`,
    `export { default as f } from './f';`,
    `const g = require('./g');`,
    `const h = await import('./h');`,
  ].join('\n');
  expect(sketchOf(text).imports.map(({ specifier, whole }) => [specifier, ...whole])).toEqual([
    ['./a', 'a'],
    ['./c'],
    ['./d'],
    ['./e'],
    ['./f', 'f'],
    ['./g', 'g'],
    ['./h', 'h'],
  ]);
});

test.each([
  ['a variable of a function', 'function f() { const go = run; }', [true]],
  ['one that a pattern names', `function f() { const { run: go } = a; }`, [true, true]],
  ['a variable at the top', 'const go = run;', [false]],
  ['a member', 'function f() { this.go = run; }', [false]],
  ['what was declared before', 'let go; function f() { go = run; }', [false]],
])('a name is local or not: %s', (_, text, expected) => {
  const named = sketchOf(text).definitions.filter(({ names }) => names.includes('go'));
  expect(named.map(({ isLocal }) => isLocal)).toEqual(expected);
});

test.each([
  ['brackets', 'const run = make(pool); const a = <Text weight="medium">(</Text>;'],
  ['addresses', 'const run = make(pool);\nconst a = <p>https://example.com (b</p>;'],
])('text between tags with %s in it is no code', (_, text) => {
  expect(madeBy(text, 'make')).toEqual(['run']);
  expect(callsIn(text)).toEqual(['make']);
});

test('brackets that do not fit leave everything open', () => {
  const { calls, aliases, definitions } = sketchOf('const run = make(pool; }');
  expect(calls.has('pool')).toBe(true);
  expect(aliases.has('make')).toBe(true);
  expect(definitions[0]?.names).toContain('run');
});

test.each([
  ['a method of a class', 'class A { connect() { run(); } }'],
  ['a method of an object', 'const a = { async connect() { run(); }, b: 1 };'],
  ['a method of an interface', 'interface A { connect(): void; close(): void } run();'],
  ['a function', 'function connect() { run(); } function* close() {}'],
])('%s calls nothing by its own name', (_, text) => {
  expect(callsIn(text)).toEqual(['run']);
});

test.each([
  ['an argument', 'if (connect()) { run(); }', ['connect', 'run']],
  ['a choice', 'const a = b ? connect() : 1;', ['connect']],
  ['a base', 'class A extends mixin(B) { }', ['mixin']],
  ['a case', 'switch (a) { case connect(): break; }', ['connect']],
  ['a bound function', 'run(function () {}.bind(a));', ['.bind', 'run']],
])('%s that is called is no method', (_, text, expected) => {
  expect(callsIn(text)).toEqual(expected);
});

test.each([
  ['by a key', 'table[key](1);', true],
  ['that is made', 'make(1)(2);', true],
  ['where it stands', '(async () => { run(); })();', false],
  ['by a name', 'run(1);', false],
])('a call of a function %s', (_, text, expected) => {
  expect(sketchOf(text).callsUnnamed).toBe(expected);
});
