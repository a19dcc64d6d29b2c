import type { AmbientCall } from '../drivers/ambient.ts';
import { keyName, literalText } from '../source/names.ts';
import type { Project } from '../source/project.ts';
import type { Node } from '../source/source-file.ts';
import { nodesIn } from '../source/walk.ts';
import type { LeaseSite } from './flow/flow.ts';
import type { Session } from './flow/session.ts';
import { packageRoot } from './manifests.ts';
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

/** The files of a program, as far as a call is looked for in them. */
export interface Program {
  readonly project: Project;
  /** The files that a file imports. */
  readonly importedBy: (path: string) => readonly string[];
}

/** Past this many files nobody looks for the call any more. */
const MAX_FILES = 5000;

/** Where a call was looked for: whether a file makes it, one of a package, or one that a file reaches. */
interface Looked {
  readonly file: Map<string, boolean>;
  readonly package: Map<string, boolean>;
  readonly reach: Map<string, boolean>;
}

const looked = new WeakMap<Project, Map<AmbientCall, Looked>>();

/** Whether a file of the same package, or one that this file reaches by its imports, makes the call. */
export function hasAmbientCall(program: Program, path: string, call: AmbientCall): boolean {
  const { project } = program;
  const ofProject = looked.get(project) ?? new Map<AmbientCall, Looked>();
  looked.set(project, ofProject);
  const known = ofProject.get(call) ?? { file: new Map(), package: new Map(), reach: new Map() };
  ofProject.set(call, known);
  const isMadeHere = (at: string) => once(known.file, at, () => isMadeIn(project, at, call));
  const root = packageRoot(path, project);
  return (
    once(known.package, root, () => isMadeUnder(project, root, isMadeHere)) ||
    once(known.reach, path, () => isMadeByImports(program, path, isMadeHere))
  );
}

function once(known: Map<string, boolean>, key: string, find: () => boolean): boolean {
  const found = known.get(key) ?? find();
  known.set(key, found);
  return found;
}

/** Packages below a package are others. */
function isMadeUnder(project: Project, root: string, isMadeHere: (at: string) => boolean): boolean {
  const paths = project.filesUnder(root);
  return paths.some(path => isMadeHere(path) && packageRoot(path, project) === root);
}

function isMadeByImports(
  { importedBy }: Program,
  path: string,
  isMadeHere: (at: string) => boolean,
): boolean {
  const reached = new Set([path]);
  for (const one of reached) {
    if (isMadeHere(one)) return true;
    if (reached.size > MAX_FILES) continue;
    for (const next of importedBy(one)) reached.add(next);
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
