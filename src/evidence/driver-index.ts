import { many, modulesOf } from '../drivers/driver.ts';
import type { Acquire, Driver, LeaseType, PoolType, Scoped } from '../drivers/driver.ts';
import type { StandaloneType } from '../drivers/standalone.ts';
import { lastName } from '../drivers/names.ts';
import { isDeclaredBy } from '../drivers/typings.ts';
import type { Evidence, Shape, ShapeOf } from './shape.ts';
import type { TypeName } from './type-oracle.ts';

/** The drivers of a run, found by module and by type. */
export interface DriverIndex {
  /** What a module of a driver exports under a path; `undefined` when no driver describes the module. */
  exportOf(specifier: string, path: readonly string[]): Shape | undefined;
  /** An instance of the type that a module declares under a path. */
  typeOf(specifier: string, path: readonly string[]): ShapeOf<'instance'> | undefined;
  /** The package that such an export is written for: `PrismaClient` of `../generated/prisma`. */
  generatorOf(name: string): string | undefined;
  /** What calling an export gives, or `new` with it. */
  made(from: ShapeOf<'driver-export'>, how: 'call' | 'new'): Shape;
  /** The type that a driver names in `gives`, `lease` or `handle`. */
  named(driver: Driver, type: string, by: Evidence): ShapeOf<'instance'> | undefined;
  /** The driver's type that a type checker found. */
  declared(type: TypeName): ShapeOf<'instance'> | undefined;
}

/** What a driver says of one type, or of its module's exports. */
export interface TypeEntry {
  readonly acquire?: readonly (string | Acquire)[];
  readonly scoped?: readonly (string | Scoped)[];
  readonly gives?: Readonly<Record<string, string>>;
  readonly oneShot?: readonly string[];
  readonly use?: readonly string[];
}

interface Form {
  readonly driver: Driver;
  readonly type: string;
  readonly how: 'call' | 'new' | 'value';
  readonly path: readonly string[];
  readonly promise: boolean;
}

/** Reads the drivers once. */
export function indexDrivers(drivers: readonly Driver[]): DriverIndex {
  const byModule = new Map<string, Driver[]>();
  for (const driver of drivers) {
    for (const module of modulesOf(driver)) {
      byModule.set(module, [...(byModule.get(module) ?? []), driver]);
    }
  }
  const claiming = (specifier: string) => byModule.get(specifier) ?? [];
  const named: DriverIndex['named'] = (driver, type, by) => {
    const [module, name] = type.includes('#') ? type.split('#') : [undefined, type];
    const owner = module === undefined ? driver : claiming(module)[0];
    return owner && name ? { kind: 'instance', driver: owner, type: name, by } : undefined;
  };
  return {
    named,
    generatorOf: name => drivers.find(({ generated }) => generated?.includes(name))?.package,
    ...creationsOf(new Map(drivers.map(driver => [driver, formsOf(driver)])), claiming, named),
    typeOf(specifier, path) {
      for (const driver of claiming(specifier)) {
        const type = typeNameIn(driver, withoutDefault(path));
        if (type !== undefined) return { kind: 'instance', driver, type, by: 'annotation' };
        // What a package works with of another one, it often exports as well.
        const other = driver.transactionsOf;
        const shape = other === undefined ? undefined : this.typeOf(other, path);
        if (shape !== undefined) return shape;
      }
      return undefined;
    },
    declared({ name, declaredIn }) {
      for (const driver of drivers) {
        const type = typeNameIn(driver, [name]);
        if (type === undefined || !isDeclaredBy(driver, declaredIn)) continue;
        return { kind: 'instance', driver, type, by: 'type' };
      }
      return undefined;
    },
  };
}

/** What modules export, and what their exports make. */
function creationsOf(
  forms: ReadonlyMap<Driver, readonly Form[]>,
  claiming: (specifier: string) => readonly Driver[],
  named: DriverIndex['named'],
): Pick<DriverIndex, 'exportOf' | 'made'> {
  return {
    exportOf(specifier, path) {
      const owners = claiming(specifier);
      const short = withoutDefault(path);
      for (const owner of owners) {
        const given = short.length === 1 && owner.module?.gives?.[short[0] ?? ''];
        if (given) return named(owner, given, 'creation');
        const value = formFor(forms.get(owner), 'value', short);
        if (value) return named(owner, value.type, 'creation');
      }
      const driver = owners[0];
      return driver && { kind: 'driver-export', driver, specifier, path: short };
    },
    made(from, how) {
      for (const owner of claiming(from.specifier)) {
        const form = formFor(forms.get(owner), how, from.path);
        const of = form && named(owner, form.type, 'creation');
        if (of) return form.promise ? { kind: 'promise', of } : of;
      }
      return { ...from, path: [...from.path, how === 'call' ? '()' : 'new'] };
    },
  };
}

/** Everything that a driver says of an instance's type. */
export function entriesOf({ driver, type }: ShapeOf<'instance'>): readonly TypeEntry[] {
  return typesIn(driver).filter(entry => entry.type === type);
}

function typesIn(driver: Driver): readonly (PoolType | LeaseType | StandaloneType)[] {
  return [...many(driver.pool), ...many(driver.lease), ...many(driver.standalone)];
}

/** The driver's name for an exported type: `Pool` for `promise.Pool` too, and `Knex.Transaction` for `Transaction`. */
function typeNameIn(driver: Driver, path: readonly string[]): string | undefined {
  const name = path.at(-1);
  // A default import of a class is the package's only type.
  if (name === undefined) return formFor(formsOf(driver), 'new', [])?.type;
  return typesIn(driver).find(({ type }) => type === path.join('.') || lastName(type) === name)
    ?.type;
}

function formFor(
  forms: readonly Form[] | undefined,
  how: Form['how'],
  path: readonly string[],
): Form | undefined {
  const spelled = path.join('.');
  return forms?.find(form => form.how === how && form.path.join('.') === spelled);
}

function formsOf(driver: Driver): readonly Form[] {
  const makers = [
    ...many(driver.pool).map(({ type, create = [`new ${type}`] }) => ({ type, create })),
    ...many(driver.standalone),
  ];
  return makers.flatMap(({ type, create }) => create.map(text => toForm(driver, type, text)));
}

/** Reads `new Pool`, `createPool()`, `await promise.createPool()`, `default()()` or a bare `db`. */
function toForm(driver: Driver, type: string, text: string): Form {
  const steps = text.replace(/^(new|await) /, '').match(/[^.()]+|\(\)/g) ?? [];
  const isCall = steps.at(-1) === '()';
  const path = withoutDefault(isCall ? steps.slice(0, -1) : steps);
  const how = text.startsWith('new ') ? 'new' : isCall ? 'call' : 'value';
  return { driver, type, how, path, promise: text.startsWith('await ') };
}

function withoutDefault(path: readonly string[]): readonly string[] {
  return path.filter(name => name !== 'default');
}
