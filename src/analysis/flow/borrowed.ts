import { many } from '../../drivers/driver.ts';
import type { Shape } from '../../evidence/shape.ts';
import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import { functionAround, functionsIn } from '../../source/walk.ts';
import { argumentPlace } from '../graph.ts';
import { isBorrower, isLease } from '../work/borrowers.ts';
import { lent } from './births.ts';
import { run } from './run.ts';
import type { Session } from './session.ts';
import { State } from './state.ts';

/** The functions of a file that are given a connection, as the types of their parameters say. */
export function findBorrowers(session: Session, file: SourceFile): readonly FunctionNode[] {
  return functionsIn(file.program).filter(owner => isBorrower(session.questions, file, owner));
}

/** Runs a function with the connections it is given, for what it does while it holds them. */
export function analyseBorrower(session: Session, file: SourceFile, owner: FunctionNode): void {
  session.begin(owner);
  const graph = session.graphs.of(file, owner);
  let state = new State();
  for (const [index, parameter] of owner.params.entries()) {
    const id = lend(session, file, parameter);
    if (id === undefined) continue;
    const place = argumentPlace(graph.id, index);
    state = state.bind(place.root, { k: 'lease', id }).setStatus(id, 'live');
  }
  // Whether it leaks leases of its own is told by the run without them.
  session.notes.collectEnds(() =>
    session.within(owner, () => run({ session, graph, depth: 0 }, { state, trace: undefined })),
  );
}

function lend(session: Session, file: SourceFile, parameter: Node): string | undefined {
  const shape: Shape | undefined = session.questions.shapeOf(file, parameter);
  if (shape?.kind !== 'instance' || !isLease(shape)) return undefined;
  const type = many(shape.driver.lease).find(one => one.type === shape.type);
  if (type === undefined) return undefined;
  const id = session.sites.at(
    lent({
      hold: 'parameter',
      driver: shape.driver,
      type,
      evidence: shape.by,
      file,
      node: parameter,
      origin: { identity: undefined, type: undefined, package: shape.driver.package },
    }),
  );
  if (parameter.type === 'Identifier')
    session.sites.nameLease(id, { root: `${parameter.name}@`, owner: functionAround(parameter) });
  return id;
}
