import { exportTableOf } from '../source/export-table.ts';
import type { SourceFile } from '../source/source-file.ts';
import { classMember, staticMember } from './classes.ts';
import { methodOf } from './bound-methods.ts';
import { givenBy } from './driver-methods.ts';
import type { Evaluation } from './evaluation.ts';
import { exportShape } from './modules.ts';
import { interfaceMember, literalMember } from './object-members.ts';
import type { ObjectLike, Shape, ShapeOf } from './shape.ts';

/** What a property of a value is; names of private members begin with `#`. */
export function memberOf(evaluation: Evaluation, of: Shape, name: string): Shape | undefined {
  switch (of.kind) {
    case 'instance':
      return (
        ownMemberOf(evaluation, of, name) ??
        givenBy(evaluation.index, of, name) ??
        methodOf(of, name)
      );
    case 'driver-export':
      return evaluation.index.exportOf(of.specifier, [...of.path, name]);
    case 'package-export':
      return name === 'default' ? of : { ...of, path: [...of.path, name] };
    case 'module':
      return guarded(evaluation, of.file, name, () => moduleMember(evaluation, of, name));
    case 'class':
      return guarded(evaluation, of.node, `static ${name}`, () =>
        staticMember(evaluation, of, name),
      );
    case 'object':
      return objectMember(evaluation, of, name);
    default:
      return undefined;
  }
}

/** A member that the user's class or interface adds to a driver's type, or puts in its place. */
export function ownMemberOf(
  evaluation: Evaluation,
  of: ShapeOf<'instance'>,
  name: string,
): Shape | undefined {
  return of.own && objectMember(evaluation, of.own, name);
}

const keys = new WeakMap<object, Map<string, object>>();

/** Remembers a member by its container and name, and ends cycles of classes that extend one another. */
function guarded(
  evaluation: Evaluation,
  container: object,
  name: string,
  answer: () => Shape | undefined,
): Shape | undefined {
  const names = keys.get(container) ?? new Map<string, object>();
  keys.set(container, names);
  const key = names.get(name) ?? {};
  names.set(name, key);
  return evaluation.once(key, 'value', answer);
}

function moduleMember(
  evaluation: Evaluation,
  { file }: ShapeOf<'module'>,
  name: string,
): Shape | undefined {
  const found = exportShape(evaluation, file, name);
  if (found !== undefined) return found;
  const { whole, parts } = exportTableOf(file);
  for (const value of [...parts, whole]) {
    const shape = evaluation.shape(file, value);
    if (shape === undefined || shape.kind === 'module') continue;
    const member = memberOf(evaluation, shape, name);
    if (member !== undefined) return member;
  }
  return undefined;
}

function objectMember(
  evaluation: Evaluation,
  { file, node }: { readonly file: SourceFile; readonly node: ObjectLike },
  name: string,
): Shape | undefined {
  return guarded(evaluation, node, name, () => {
    switch (node.type) {
      case 'ObjectExpression':
        return literalMember(evaluation, file, node, name);
      case 'TSInterfaceDeclaration':
      case 'TSTypeLiteral':
        return interfaceMember(evaluation, file, node, name);
      default:
        return classMember(evaluation, file, node, name);
    }
  });
}
