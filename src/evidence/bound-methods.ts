import { acquireNamed } from '../drivers/twins.ts';
import type { Node, SourceFile } from '../source/source-file.ts';
import { entriesOf } from './driver-index.ts';
import type { Evaluation } from './evaluation.ts';
import type { Shape, ShapeOf } from './shape.ts';

/** What the functions of a package make of what they are passed. */
interface Promisifier {
  /** Give the promised twin of one function. */
  readonly one: readonly string[];
  /** Add promised twins to an object, and give that. */
  readonly all?: readonly string[];
}

const PROMISIFIERS: Readonly<Record<string, Promisifier>> = {
  'node:util': { one: ['promisify'] },
  bluebird: { one: ['promisify'], all: ['promisifyAll'] },
  'es6-promisify': { one: ['promisify', ''] },
  pify: { one: [''] },
  'util.promisify': { one: [''] },
};

/** What a package's function does with its first argument; `undefined` for one that promisifies nothing. */
export function promisifies(called: Shape | undefined): 'one' | 'all' | undefined {
  if (called?.kind !== 'package-export' || !Object.hasOwn(PROMISIFIERS, called.specifier)) {
    return undefined;
  }
  const promisifier = PROMISIFIERS[called.specifier];
  const name = called.path.at(-1) ?? '';
  if (promisifier?.one.includes(name)) return 'one';
  return promisifier?.all?.includes(name) ? 'all' : undefined;
}

/** The method that a property of an instance is, when it acquires. */
export function methodOf(of: ShapeOf<'instance'>, name: string): Shape | undefined {
  const acquires = entriesOf(of).some(entry => acquireNamed(entry.acquire, name) !== undefined);
  return acquires ? { kind: 'method', of, name, isPromised: false } : undefined;
}

/** What `promisify(pool.getConnection)` and `promisifyAll(pool)` give. */
export function promisifiedShape(
  evaluation: Evaluation,
  file: SourceFile,
  called: Shape | undefined,
  argument: Node | undefined,
): Shape | undefined {
  const how = promisifies(called);
  if (how === undefined) return undefined;
  const shape = evaluation.shape(file, argument);
  if (how === 'all') return shape;
  if (shape?.kind === 'method') return { ...shape, isPromised: true };
  if (shape?.kind !== 'driver-export' || shape.path.length !== 1) return undefined;
  const [name = ''] = shape.path;
  return { kind: 'method', of: { ...shape, path: [] }, name, isPromised: true };
}
