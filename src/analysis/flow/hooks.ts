import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import { isFunction } from '../../source/walk.ts';
import { Builder } from '../lower/builder.ts';
import type { Exit, Flow } from './flow.ts';
import { callsIn } from './interest.ts';
import { invoke } from './invoke.ts';
import type { State } from './state.ts';

/** Which hooks undo which; an object is set up as often as it must be torn down. */
const COUNTERPARTS: Readonly<Record<string, readonly string[]>> = {
  beforeEach: ['afterEach'],
  setup: ['teardown'],
  before: ['after', 'afterAll', 'afterEach'],
  beforeAll: ['afterAll', 'after', 'afterEach'],
  suiteSetup: ['suiteTeardown', 'teardown'],
};

/** The hooks of the same file that have to release what this hook acquires; `undefined` for other functions. */
export function counterpartsOf(file: SourceFile, owner: Node): readonly FunctionNode[] | undefined {
  const name = hookName(owner.parent, owner);
  if (name === undefined || !Object.hasOwn(COUNTERPARTS, name)) return undefined;
  const names = COUNTERPARTS[name] ?? [];
  const found: FunctionNode[] = [];
  for (const call of callsIn(file.program)) {
    const body = call.type === 'CallExpression' ? call.arguments.at(-1) : undefined;
    const hook = body && isFunction(body) ? hookName(call, body) : undefined;
    if (hook !== undefined && names.includes(hook) && body && isFunction(body)) found.push(body);
  }
  return found;
}

/** The name of the hook that a function is passed to: `afterEach`, `test.afterEach`, `this.afterEach`. */
function hookName(call: Node | null | undefined, body: Node): string | undefined {
  if (call?.type !== 'CallExpression' || !call.arguments.some(one => one === body))
    return undefined;
  const { callee } = call;
  const name = callee.type === 'MemberExpression' ? callee.property : callee;
  return name.type === 'Identifier' ? name.name : undefined;
}

/** Whether one of the counterpart hooks can release a lease that the hook left behind. */
export function isUndone(
  flow: Flow,
  exit: Exit,
  id: string,
  counterparts: readonly FunctionNode[],
): boolean {
  const { file } = flow.graph;
  return counterparts.some(node => {
    const exits = flow.session.notes.quietly(() =>
      invoke(flow, { k: 'closure', file, node }, [], {
        state: sharingThis(flow, exit.state, node),
        trace: undefined,
      }),
    );
    return exits.some(after => after.state.statusOf(id) !== 'live');
  });
}

/** Hooks of one test share their `this`: what one puts into it the other finds. */
function sharingThis({ graph, session }: Flow, state: State, other: FunctionNode): State {
  const fileKey = session.graphs.fileKey(graph.file);
  const own = `${new Builder(graph.file, fileKey, graph.owner).self.root}.`;
  const others = `${new Builder(graph.file, fileKey, other).self.root}.`;
  const env = new Map(state.env);
  for (const [key, value] of state.env) {
    if (key.startsWith(own)) env.set(others + key.slice(own.length), value);
  }
  return state.with({ env });
}
