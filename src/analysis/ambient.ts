import type { AmbientCall } from '../drivers/ambient.ts';
import { keyName, literalText } from '../source/names.ts';
import type { Project } from '../source/project.ts';
import type { Node } from '../source/source-file.ts';
import { nodesIn } from '../source/walk.ts';
import type { LeaseSite } from './flow/flow.ts';
import type { Session } from './flow/session.ts';
import { importedPaths } from './sieve.ts';
import { packageRoot } from './pools/place.ts';
import { methodName } from './work/expression.ts';

/**
 * Whether the transaction of a lease is carried along unseen: the user says so, the project has a
 * package that does it, or it calls what switches that on and this is a callback that has it.
 */
export function isAmbient(
  { questions }: Session,
  { driver, file, node, hold }: LeaseSite,
): boolean {
  if (driver.ambient === true) return true;
  if (driver.ambient?.some(name => questions.dependsOn(file, name))) return true;
  // A function that is passed a transaction may be called wherever that is carried along.
  const mayBeInside = ({ inside }: AmbientCall): boolean =>
    hold === 'parameter' || (hold === 'scope' && inside.includes(methodName(node) ?? ''));
  return (driver.ambientBy ?? []).some(
    one => mayBeInside(one) && questions.hasAmbientCall(file, one),
  );
}

/** Past this many files nobody looks for the call any more. */
const MAX_FILES = 5000;
const known = new WeakMap<Project, Map<AmbientCall, Map<string, boolean>>>();

/** Whether a file of the same package, or one that this file reaches by its imports, makes the call. */
export function hasAmbientCall(project: Project, path: string, call: AmbientCall): boolean {
  const ofProject = known.get(project) ?? new Map<AmbientCall, Map<string, boolean>>();
  known.set(project, ofProject);
  const memo = ofProject.get(call) ?? new Map<string, boolean>();
  ofProject.set(call, memo);
  const root = packageRoot(path, project);
  const inPackage = memo.get(root) ?? isMadeUnder(project, root, call);
  memo.set(root, inPackage);
  if (inPackage) return true;
  const isReached = memo.get(path) ?? isMadeByImports(project, path, call);
  memo.set(path, isReached);
  return isReached;
}

/** Packages below a package are others. */
function isMadeUnder(project: Project, root: string, call: AmbientCall): boolean {
  return project
    .filesUnder(root)
    .some(path => isMadeIn(project, path, call) && packageRoot(path, project) === root);
}

function isMadeByImports(project: Project, path: string, call: AmbientCall): boolean {
  const reached = new Set([path]);
  for (const one of reached) {
    if (isMadeIn(project, one, call)) return true;
    if (reached.size > MAX_FILES) continue;
    for (const next of importedPaths(project.textAt(one) ?? '', one, project)) reached.add(next);
  }
  return false;
}

function isMadeIn(project: Project, path: string, call: AmbientCall): boolean {
  const text = project.textAt(path) ?? '';
  if (!text.includes(call.method) || !text.includes(call.option ?? '')) return false;
  const file = project.fileAt(path);
  return file !== undefined && nodesIn(file.program).some(node => isMade(node, call));
}

function isMade(node: Node, { method, option }: AmbientCall): boolean {
  if (node.type !== 'CallExpression' || methodName(node) !== method) return false;
  const [first, second] = node.arguments;
  if (first === undefined || option === undefined) return first !== undefined;
  if (first.type !== 'ObjectExpression') return literalText(first) === option && !isOff(second);
  return first.properties.some(
    one => one.type === 'Property' && keyName(one) === option && !isOff(one.value),
  );
}

function isOff(value: Node | undefined): boolean {
  return value?.type === 'Literal' && value.value === false;
}
