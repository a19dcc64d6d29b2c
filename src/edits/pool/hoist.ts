import type { PoolFact } from '../../analysis/pool-facts.ts';
import type { Node, Variable } from '../../source/source-file.ts';
import { functionAround, isFunction, nodesIn } from '../../source/walk.ts';
import { poolTypeOf } from '../driver-types.ts';
import type { NoWay, Way } from '../hold/way.ts';
import { moveStatement } from '../move/cut.ts';
import type { EditSource } from '../source.ts';
import { seatOf } from '../statements.ts';
import { listenerLines } from './listen.ts';
import { findPlace, whyNotOutside } from './outside.ts';
import { whyOwnSession } from './own-session.ts';
import { removeEnds } from './remove-ends.ts';

type Declaration = Extract<Node, { type: 'VariableDeclaration' }>;

/** A pool that a statement of a function makes, and the variable that it is only used by. */
export interface LocalPool {
  readonly made: Node;
  readonly declaration: Declaration;
  readonly variable: Variable;
  /** What closes a pool of its driver. */
  readonly closing: readonly string[];
  /** Whether the process ends where nobody listens for its errors. */
  readonly failsAloud: boolean;
}

/** Makes a pool of a function one of the module. */
export function hoistPool(pool: PoolFact, source: EditSource): Way | NoWay {
  const local = findLocal(pool, source);
  if ('reason' in local) return local;
  const reason =
    whyShared(local) ?? whyOwnSession(local.made, source) ?? whyNotOutside(local.made, source);
  if (reason !== undefined) return { reason };
  const ends = removeEnds(local, source);
  if ('reason' in ends) return ends;
  const { declaration, variable } = local;
  if (isTaken(local, source)) {
    return { reason: `\`${variable.name}\` means something else outside.` };
  }
  const place = findPlace(local.made, source);
  if ('reason' in place) return place;
  const moved = moveStatement(source, declaration, { behind: place.behind });
  if (moved === undefined) return { reason: `The lines of \`${variable.name}\` cannot be moved.` };
  const { newline } = source.style;
  // A pool that lives on loses idle connections, which one that is closed at once does not.
  const lines = local.failsAloud ? listenerLines(variable.name, source) : [];
  const listener = lines.map(line => `${newline}${line}`).join('');
  const spaced = moved.map(edit =>
    edit.text === '' ? edit : { ...edit, text: `${newline}${edit.text}${listener}` },
  );
  return { edits: [...spaced, ...ends] };
}

function findLocal(pool: PoolFact, source: EditSource): LocalPool | NoWay {
  const made = source.nodeAt(pool.at);
  if (made === undefined) return { reason: 'The call that makes it was not found.' };
  const declarator = made.parent;
  const isDeclared = declarator?.type === 'VariableDeclarator' && declarator.init === made;
  if (!isDeclared || declarator.id.type !== 'Identifier') {
    return { reason: 'It is not declared as a variable of its own.' };
  }
  const declaration = declarator.parent;
  const variable = source.file.variableOf(declarator.id);
  const seat = seatOf(made);
  if (variable === undefined || declaration.declarations.length > 1) {
    return { reason: 'It is declared together with other variables.' };
  }
  if (seat?.statement !== declaration) return { reason: 'Its declaration is part of a statement.' };
  const { close: closing = [], failsAloud = false } = poolTypeOf(pool, source) ?? {};
  return { made, declaration, variable, closing, failsAloud };
}

/** Why more than this function may have to do with it. */
function whyShared({ variable, declaration }: LocalPool): string | undefined {
  const { name, references, defs } = variable;
  if (defs.length > 1) return `\`${name}\` is declared more than once.`;
  for (const { identifier } of references) {
    if (identifier.parent === declaration.declarations[0]) continue;
    const { parent } = identifier;
    const isAsked = parent?.type === 'MemberExpression' && parent.object === identifier;
    if (!isAsked || parent.computed) {
      return `\`${name}\` is passed on: whoever gets it may close it.`;
    }
    const method = parent.property.type === 'Identifier' ? parent.property.name : '';
    if (/^(?:on|once|addListener)$/.test(method)) {
      return `\`${name}\` is listened to here, which would be done again for each call.`;
    }
    if (parent.parent.type !== 'CallExpression' || parent.parent.callee !== parent) {
      return `\`${name}.${method}\` is more than called.`;
    }
  }
  return undefined;
}

/** Whether the name means something else in the module, or in a function on the way there. */
function isTaken({ variable }: LocalPool, { file }: EditSource): boolean {
  if (file.topLevel(variable.name) !== undefined) return true;
  const inside = functionsAround(variable.defs[0]?.name);
  return nodesIn(file.program).some(node => {
    if (node.type !== 'Identifier' || node.name !== variable.name) return false;
    const other = file.variableOf(node);
    const owner = other?.defs[0] && functionAround(other.defs[0].name);
    return other !== variable && owner !== undefined && inside.has(owner);
  });
}

function functionsAround(node: Node | undefined): ReadonlySet<Node> {
  const found = new Set<Node>();
  for (let outer = node; outer; outer = outer.parent) if (isFunction(outer)) found.add(outer);
  return found;
}
