import { awaited, isPool } from '../../evidence/shapes.ts';
import type { ShapeOf } from '../../evidence/shape.ts';
import { requiredSpecifier } from '../../source/names.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { callsIn } from '../flow/interest.ts';
import { importedName } from '../../evidence/modules.ts';
import { unwrap } from '../lower/expressions.ts';
import type { RemadePool } from '../pool-facts.ts';
import { creationScanOf } from './creation-names.ts';
import { creationsIn, isShared } from './creations.ts';
import { isAside } from './callers.ts';
import type { Folding } from './evaluate.ts';
import { fatesOf } from './fate.ts';
import { givenAt } from './given-options.ts';
import { pathInPackage, placeOf } from './place.ts';
import type { PoolSources } from './pools.ts';
import { dependsOnParameter, isBoundToRequest, repetitionOf } from './repetition.ts';

/** Calls of imported functions that make a new pool each time, where the caller does not keep it. */
export function toRemadePools(sources: PoolSources, file: SourceFile): readonly RemadePool[] {
  if (isAside(pathInPackage(file.path, sources.project))) return [];
  return callsIn(file.program).flatMap(node => {
    const call = node.type === 'CallExpression' ? node : undefined;
    const specifier = call && specifierOf(file, call.callee);
    if (call === undefined || specifier === undefined) return [];
    return mayMake(sources, file, specifier) ? (remadeBy(sources, file, call) ?? []) : [];
  });
}

/** The module from which a callee is imported. */
function specifierOf(file: SourceFile, callee: Node): string | undefined {
  let root = unwrap(callee);
  if (root.type === 'MemberExpression') root = unwrap(root.object);
  if (root.type !== 'Identifier') return undefined;
  const definition = file.variableOf(root)?.defs[0];
  if (definition?.type === 'ImportBinding') return importedName(definition)?.specifier;
  return definition?.node.type === 'VariableDeclarator'
    ? requiredSpecifier(definition.node.init)
    : undefined;
}

function mayMake({ project, drivers }: PoolSources, file: SourceFile, specifier: string): boolean {
  const path = project.resolve(specifier, file.path);
  return path !== undefined && project.scan(path, creationScanOf(drivers)) === true;
}

function remadeBy(
  sources: PoolSources,
  file: SourceFile,
  call: Extract<Node, { type: 'CallExpression' }>,
): RemadePool | undefined {
  const { evidence } = sources;
  const called = evidence.shapeOf(file, unwrap(call.callee));
  if (called?.kind !== 'function' || called.file === file || !makesOne(sources, called))
    return undefined;
  const shape = awaited(evidence.shapeOf(file, call));
  if (shape?.kind !== 'instance') return undefined;
  const repetition = isPool(shape) ? repetitionOf(evidence, file, call) : undefined;
  if (repetition === undefined) return undefined;
  return {
    ...placeOf(file, call),
    package: shape.driver.package,
    evidence: shape.by,
    repetition,
  };
}

/** Whether a function gives a new pool each time, the same for every caller. */
function makesOne(sources: PoolSources, { file, node }: ShapeOf<'function'>): boolean {
  const { evidence, drivers } = sources;
  const inside = creationsIn(evidence, drivers, file).filter(
    ({ node: made }) => node.range[0] <= made.range[0] && made.range[1] <= node.range[1],
  );
  const folding: Folding = { ...sources, bound: new Map(), depth: 0 };
  return inside.some(creation => {
    const { node: made, type } = creation;
    if (type.perCall === true || isShared(creation) || isBoundToRequest(file, made)) return false;
    if (givenAt(folding, file, creation) === undefined) return false;
    const fates = fatesOf(evidence, file, made);
    return fates.has('returned') && !fates.has('kept') && !dependsOnParameter(file, made);
  });
}
