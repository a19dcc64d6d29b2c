import { constantOf } from '../../source/constants.ts';
import { propertyName } from '../../source/names.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import type { Questions } from '../flow/questions.ts';

/** The path of a callee that is no function of the user's: what it was imported from, and the way from there. */
export interface ForeignPath {
  /** The module's specifier; `global` for what needs no import. */
  readonly specifier: string;
  readonly path: readonly string[];
}

/** Where a callee comes from, when that is a package or the language's own globals. */
export function foreignPath(
  questions: Questions,
  file: SourceFile,
  callee: Node,
): ForeignPath | undefined {
  const shape = questions.shapeOf(file, callee);
  // A package may have pools and foreign work: `redis`.
  if (shape?.kind === 'package-export' || shape?.kind === 'driver-export') return shape;
  if (shape !== undefined) return undefined;
  const path = globalPath(file, callee, 0);
  return path && { specifier: 'global', path };
}

const MAX_HOPS = 8;

/** `(await fetch(url)).json`: the way from a global name; constants are followed. */
function globalPath(file: SourceFile, node: Node, hops: number): readonly string[] | undefined {
  if (hops > MAX_HOPS) return undefined;
  const inner = (next: Node): readonly string[] | undefined => globalPath(file, next, hops + 1);
  switch (node.type) {
    case 'Identifier': {
      const variable = file.variableOf(node);
      if (variable === undefined || variable.defs.length === 0) return [node.name];
      const init = constantOf(file, node);
      return init && inner(init);
    }
    case 'MemberExpression': {
      const name = propertyName(node);
      const object = name === undefined ? undefined : inner(node.object);
      return object && name !== undefined ? [...object, name] : undefined;
    }
    case 'CallExpression':
      return follow(inner(node.callee), '()');
    case 'NewExpression':
      return follow(inner(node.callee), 'new');
    case 'AwaitExpression':
      return inner(node.argument);
    case 'TSNonNullExpression':
    case 'TSAsExpression':
      return inner(node.expression);
    default:
      return undefined;
  }
}

function follow(path: readonly string[] | undefined, step: string): readonly string[] | undefined {
  return path && [...path, step];
}
