import type { Driver } from '../../drivers/driver.ts';
import { many, modulesOf } from '../../drivers/driver.ts';
import { lastName, remembered } from '../../drivers/names.ts';
import { type Glance, WordList } from '../../source/sketch/glance.ts';

/** How a driver's module makes a pool that can be told its size: `new Pool`, `createPool()`. */
function formsOf(driver: Driver): readonly string[] {
  return many(driver.pool).flatMap(({ type, create = [`new ${type}`], options, gives }) =>
    options === undefined && gives?.['()'] === undefined ? [] : create,
  );
}

/** The last names of what makes pools: `Pool`, `createPool`. */
export const creationNamesOf = remembered((drivers): ReadonlySet<string> => {
  const found = drivers.flatMap(formsOf).map(lastName);
  return new Set(found.filter(name => name !== 'default'));
});

/** Whether a text has one of the words, or imports one of the modules. */
export function mayMakePool(glance: Glance, drivers: readonly Driver[]): boolean {
  const { modules, telling, everyday } = wordsOf(drivers);
  for (const one of glance.specifiers) if (modules.has(one)) return true;
  return telling.isIn(glance) || everyday.isCalledIn(glance);
}

const wordsOf = remembered(drivers => {
  const making = drivers.filter(driver => formsOf(driver).some(isDefault));
  const names = [...creationNamesOf(drivers)];
  return {
    modules: new Set(making.flatMap(modulesOf)),
    telling: new WordList(names.filter(isTelling)),
    everyday: new WordList(names),
  };
});

/** Whether a driver that makes pools describes a module. */
export function isDriverModule(drivers: readonly Driver[], specifier: string): boolean {
  return makingModulesOf(drivers).has(specifier);
}

const makingModulesOf = remembered(drivers => {
  const making = drivers.filter(driver => formsOf(driver).length > 0);
  return new Set(making.flatMap(modulesOf));
});

/** What the texts of files with pools contain. */
interface Patterns {
  /** Of every file that makes one: the name before its arguments, or the module of a default export. */
  readonly creation: RegExp;
  readonly scan: (text: string) => boolean;
  /** Of most functions that give one that they make. */
  readonly factory: RegExp;
}

/** What the text of every file that makes a pool contains. */
export function creationPatternOf(drivers: readonly Driver[]): RegExp {
  return patternsOf(drivers).creation;
}

/** Whether a text makes a pool; one function for each list of drivers, to be remembered for each text. */
export function creationScanOf(drivers: readonly Driver[]): (text: string) => boolean {
  return patternsOf(drivers).scan;
}

/** What the text of a file with a function that makes a pool and gives it contains. */
export function factoryPatternOf(drivers: readonly Driver[]): RegExp {
  return patternsOf(drivers).factory;
}

const patternsOf = remembered((drivers): Patterns => {
  const forms = drivers.flatMap(driver => formsOf(driver).map(form => ({ driver, form })));
  const classes = new Set<string>();
  const calls = new Set<string>();
  const whole = new Set<string>();
  for (const { driver, form } of forms) {
    if (isDefault(form)) for (const one of modulesOf(driver)) whole.add(one);
    else if (form.startsWith('new ')) classes.add(lastName(form));
    else calls.add(dotted(form));
  }
  const made = `new\\s+(?:[\\w.]+\\.)?(?:${join(classes)})\\b`;
  const called = `(?:${join(calls)})\\s*[(<]`;
  const imported = valueImportOf(whole);
  // A word boundary stands behind a dot, too: what the name is a member of need not be spelled.
  const creation = new RegExp(
    `\\bextends\\s+(?:[\\w.]+\\.)?(?:${join(classes)})\\b|\\b(?:${made}|${called})|${imported}` +
      `|${renamed([...classes, ...calls])}`,
  );
  const factory = new RegExp(
    `(?:\\breturn|=>)\\s*\\(?\\s*(?:await\\s+)?(?:${made}|(?:\\w+\\.)?${called})` +
      `|(?:${imported})[^]*(?:\\breturn|=>)\\s*(?:await\\s+)?\\w+\\(`,
  );
  return { creation, factory, scan: text => creation.test(text) };
});

/** A module that is imported as a whole, and not for its types. */
function valueImportOf(specifiers: ReadonlySet<string>): string {
  const before = `\\bimport\\s+(?!type\\b)(?:\\*\\s*as\\s+)?\\w[^'"]*|\\bdefault\\b[^'"]*|\\b(?:require|import)\\s*\\(\\s*`;
  return `(?:${before})['"](?:${join(specifiers)})['"]`;
}

/** What makes pools under another name: `Pool as PgPool`, `{ Pool: PgPool }`, `= pg.Pool ?? …`. */
function renamed(all: readonly string[]): string {
  const either = `\\b(?:${join(new Set(all.filter(isTelling)))})`;
  return `${either}(?:\\s+as\\s|\\s*:\\s*\\w+\\s*[,}])|${either}(?<==[^;={}]{0,100})\\s*(?:\\?\\?|\\|\\||[;\\n:)])`;
}

/** Names of one everyday word tell nothing without a call. */
function isTelling(name: string): boolean {
  return /^(?:[A-Z]\w*|[a-z]+[A-Z]\w*)$/.test(name);
}

function join(all: ReadonlySet<string>): string {
  return [...all].map(one => one.replaceAll(/[.$/]/g, '\\$&')).join('|') || '(?!)';
}

function isDefault(form: string): boolean {
  return lastName(form) === 'default';
}

/** Of a static method the class, too: `MikroORM.init`. */
function dotted(form: string): string {
  return form.replace(/^await /, '').replace(/\(\)$/, '');
}
