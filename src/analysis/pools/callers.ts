import { identifierName, keyName, literalText, propertyName } from '../../source/names.ts';
import type { FunctionNode, Node } from '../../source/source-file.ts';
import { unwrap } from '../lower/expressions.ts';

/** What passes a function on to be called: for each request, in tests, once, in place, or nobody knows. */
export type Caller = 'request' | 'test-each' | 'test' | 'once' | 'here' | 'unknown';

const ROUTES =
  /^(?:get|post|put|patch|delete|del|all|use|options|head|route|handle|handler|addRoute|procedure|query|mutation|resolver|command|onRequest|onCall|http)$/;
const ROUTERS =
  /(?:app|router|server|api|route|fastify|express|hono|http|https|bot|procedure|functions?)s?$/i;
const TICKS = /^(?:setInterval|schedule|scheduleJob|createServer|serve)$/;
const EVENTS = /^(?:on|addListener|addEventListener|subscribe|consume|process)$/;
const REPEATED_EVENTS =
  /^(?:request|message|connection|connect|data|fetch|query|upgrade|job|session)$/;
const TESTS =
  /^(?:describe|context|suite|it|test|specify|before|after|beforeAll|afterAll|setup|teardown|bench)$/;
const TESTS_EACH = /^(?:beforeEach|afterEach)$/;
const IN_PLACE =
  /^(?:then|catch|finally|map|forEach|flatMap|reduce|filter|some|every|all|allSettled|resolve|nextTick|setImmediate|setTimeout|run|series|parallel|waterfall|try|wrap)$/;
const ONCE = /once|memo|cache|lazy|singleton/i;

/** How often a function runs that is an argument of a call. */
export function callerOf(call: Node, owner: Node): Caller {
  if (call.type === 'NewExpression') {
    return identifierName(call.callee) === 'Promise' ? 'here' : 'unknown';
  }
  if (call.type !== 'CallExpression') return 'unknown';
  if (call.callee === owner) return 'here';
  const callee = unwrap(call.callee);
  const [first = '', last = ''] = namesOf(callee);
  if (TESTS_EACH.test(last) || TESTS_EACH.test(first)) return 'test-each';
  if (TESTS.test(first) || (TESTS.test(last) && !ROUTERS.test(first))) return 'test';
  if (TICKS.test(last)) return 'request';
  if (EVENTS.test(last)) return eventOf(first, call.arguments[0]);
  if (ROUTES.test(last) && isRoute(first, call.arguments[0])) return 'request';
  if (ONCE.test(last) || ONCE.test(first)) return 'once';
  return IN_PLACE.test(last) ? 'here' : 'unknown';
}

function eventOf(emitter: string, event: Node | undefined): Caller {
  if (emitter === 'process') return 'once';
  return REPEATED_EVENTS.test(literalText(event) ?? '') ? 'request' : 'unknown';
}

function isRoute(receiver: string, path: Node | undefined): boolean {
  return ROUTERS.test(receiver) || (literalText(path)?.startsWith('/') ?? false);
}

/** The first and the last name of a chain: `app` and `get` of `app.get`. */
function namesOf(callee: Node): readonly [string | undefined, string | undefined] {
  const name = callee.type === 'MemberExpression' ? propertyName(callee) : identifierName(callee);
  let root = callee;
  while (root.type === 'MemberExpression' || root.type === 'CallExpression') {
    root = unwrap(root.type === 'MemberExpression' ? root.object : root.callee);
    if (root.type === 'ThisExpression') break;
  }
  return [identifierName(root), name];
}

const HANDLERS =
  /^(?:handler|lambdaHandler|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|loader|action|getServerSideProps)$/;
const FRAMEWORK =
  /^(?:Get|Post|Put|Patch|Delete|All|Query|Mutation|Subscription|ResolveField|Cron|Interval|Process|MessagePattern|EventPattern|SubscribeMessage|GrpcMethod)$/;

/** Whether a function is one that a platform or a framework calls for each request: by its name, its parameters, its decorators. */
export function isHandler(
  owner: FunctionNode,
  name: string | undefined,
  isExported: boolean,
): boolean {
  if (isExported && name !== undefined && HANDLERS.test(name)) return true;
  const [first, second] = owner.params.map(parameterName);
  if (
    /^_?(?:req|request)$/.test(first ?? '') &&
    /^_?(?:res|response|reply|next|h)$/.test(second ?? '')
  ) {
    return true;
  }
  return decoratorsOf(owner).some(one => FRAMEWORK.test(one));
}

function parameterName(parameter: Node): string | undefined {
  const inner = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  return identifierName(inner);
}

function decoratorsOf(owner: FunctionNode): readonly string[] {
  const { parent } = owner;
  if (parent.type !== 'MethodDefinition') return [];
  return (parent.decorators ?? []).flatMap(({ expression }) => {
    const callee = expression.type === 'CallExpression' ? expression.callee : expression;
    return identifierName(callee) ?? [];
  });
}

/** The name by which a function is known: its own, its variable's, its property's or its method's. */
export function functionName(owner: FunctionNode): string | undefined {
  if (owner.type !== 'ArrowFunctionExpression' && owner.id) return owner.id.name;
  let node: Node = owner;
  let parent: Node | undefined = owner.parent;
  // `const handler = wrap(async () => …)`
  while (
    parent?.type === 'CallExpression' &&
    parent.arguments.some(argument => argument === node)
  ) {
    node = parent;
    parent = parent.parent;
  }
  switch (parent?.type) {
    case 'VariableDeclarator':
      return identifierName(parent.id);
    case 'MethodDefinition':
    case 'Property':
    case 'PropertyDefinition':
      return keyName(parent);
    case 'AssignmentExpression':
      return parent.left.type === 'MemberExpression'
        ? propertyName(parent.left)
        : identifierName(parent.left);
    default:
      return undefined;
  }
}

const ONE_OFF =
  /^(?:main|run|cli|up|down)$|migrat|seed|set_?up|boot|init|install|reset|drop|truncat|wipe|clean|tear_?down|provision|backup|restore|dump|launch|start|^connect|prepare|ensure|wait_?for|ping|health|probe|verify|check|test|bench|job$|script|create(?:db|database|schema|tables?|user|role)/i;

/** Whether a function's name says that it runs once, or at times that do not count: `migrate`, `seedAll`. */
export function isOneOff(name: string | undefined): boolean {
  return name !== undefined && ONE_OFF.test(name);
}

const PLACES =
  /(?:^|\/)(?:scripts?|bin|migrations?|seeds?|seeders?|bench(?:marks?)?|tests?|__tests__|__mocks__|specs?|e2e|testing|test-utils|dev|tools?|cli)\/|(?:^|[./-])(?:test|spec|e2e|bench|seed|migrate|migration|setup|cli)\.[cm]?[jt]sx?$/i;

/** Whether a file, by its path in the project, holds scripts or tests. */
export function isAside(path: string): boolean {
  return PLACES.test(path);
}
