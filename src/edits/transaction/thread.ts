import type { Hold, Run } from '../../analysis/hold-facts.ts';
import { isFunction } from '../../source/walk.ts';
import type { Span } from '../../span.ts';
import type { Edit } from '../edit.ts';
import { isNoWay, type NoWay, type Way } from '../hold/way.ts';
import type { EditSource } from '../source.ts';
import { passAlong, passOmitted } from './pass.ts';
import { planFor, type Plan } from './plan.ts';
import { whyOutOfReach } from './scope.ts';
import { tellStatement, type Handle } from './statement.ts';
import { declareParameters } from './declare.ts';

/** Gives the handle of a transaction to statements that run outside it, through the functions in between. */
export function threadHandle(hold: Hold, runs: readonly Run[], source: EditSource): Way | NoWay {
  const plan = planFor();
  for (const run of runs) {
    const failure = threadRun(hold, run, plan, source);
    if (failure !== undefined) return failure;
  }
  const declared = declareParameters(plan, hold, source);
  if (isNoWay(declared)) return declared;
  return { edits: unique([...plan.edits, ...declared.edits]) };
}

function threadRun(hold: Hold, run: Run, plan: Plan, source: EditSource): NoWay | undefined {
  const { steps, forgets, at } = run;
  const first = steps[0]?.call ?? at;
  const reason = whyOutOfReach(hold, first, source);
  if (reason !== undefined) return { reason };
  let place: { readonly name: string; readonly owner?: Span } = { name: hold.name ?? '' };
  for (const { call, into } of steps) {
    const there = source.at(call.file);
    if (there === undefined) return { reason: 'A file on the way cannot be read.' };
    const owner = into && source.at(into.file)?.nodeAt(into);
    if (forgets !== undefined && isSame(forgets.call, call)) {
      const handle = { name: place.name, package: hold.package, type: hold.type };
      return add(plan, passOmitted(forgets, owner, handle, there));
    }
    if (into === undefined || !isFunction(owner)) {
      return { reason: 'A function on the way is not known.' };
    }
    const name = plan.nameIn(into, owner, hold.name ?? '', source);
    if (name === undefined) return { reason: 'The names for its parameter are taken.' };
    const failure = add(plan, passAlong(call, owner, place.name, there));
    if (failure !== undefined) return failure;
    place = { name, owner: into };
  }
  const there = source.at(at.file);
  if (there === undefined) return { reason: 'A file on the way cannot be read.' };
  const { package: driver, type } = hold;
  const handle: Handle = { name: place.name, package: driver, type, mayBeMissing: !!place.owner };
  const told = tellStatement(run, handle, there);
  if (isNoWay(told)) return told;
  plan.edits.push(...told.edits);
  if (place.owner !== undefined) plan.standIn(place.owner, told);
  return undefined;
}

function add(plan: Plan, way: Way | NoWay): NoWay | undefined {
  if (isNoWay(way)) return way;
  plan.edits.push(...way.edits);
  return undefined;
}

function isSame(one: Span, other: Span): boolean {
  return one.file === other.file && one.start === other.start && one.end === other.end;
}

/** Several statements may come by the same call. */
function unique(edits: readonly Edit[]): readonly Edit[] {
  const known = new Map(
    edits.map(edit => [`${edit.at.file} ${edit.at.start} ${edit.at.end} ${edit.text}`, edit]),
  );
  return [...known.values()];
}
