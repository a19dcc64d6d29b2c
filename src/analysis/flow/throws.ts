import type { Node, SourceFile } from '../../source/source-file.ts';
import type { Tier } from '../facts.ts';
import type { Call, Flow, Outcome, Point } from './flow.ts';
import { after } from './trace.ts';

/** A point behind an exception of a step. */
export function thrown(flow: Flow, at: Point, node: Node, tier: Tier): Point {
  const event = { kind: 'throw', file: flow.graph.file, node, tier } as const;
  return { state: at.state, trace: after(at.trace, event) };
}

/** The exceptional outcome of a call, if it may throw; unlikely throws are left out unless asked for. */
export function* mayThrow(call: Call, tier: Tier | undefined): Generator<Outcome> {
  if (tier === undefined) return;
  if (tier === 'possible' && !call.flow.session.considersPossible) return;
  yield { ...thrown(call.flow, call.at, call.step.node, tier), thrown: true };
}

const SAFE_GLOBALS = new Set([
  'console',
  'Math',
  'performance',
  'Date',
  'Number',
  'String',
  'Boolean',
  'Symbol',
  'Array',
  'Object',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'queueMicrotask',
  'isNaN',
  'isFinite',
  'parseInt',
  'parseFloat',
  'Promise',
  'Map',
  'Set',
  'WeakMap',
  'Error',
  'TypeError',
  'RangeError',
  'AbortController',
  'URLSearchParams',
  'EventEmitter',
]);

const LOG_LEVELS = new Set([
  'trace',
  'debug',
  'verbose',
  'info',
  'log',
  'warn',
  'warning',
  'error',
  'fatal',
  'success',
  'child',
  'time',
  'timeEnd',
  'silly',
  'http',
  'notice',
]);

const LOGGER =
  /^(?:#|_|this\.|self\.)?\w*?(?:log|logger|logging|console|winston|pino|bunyan|debug)$/i;

/** Methods of strings, arrays, maps, dates and promises; they throw only when the value is not one. */
const STANDARD_METHODS = new Set([
  'at',
  'concat',
  'copyWithin',
  'endsWith',
  'entries',
  'every',
  'fill',
  'filter',
  'find',
  'findIndex',
  'findLast',
  'flat',
  'flatMap',
  'forEach',
  'includes',
  'indexOf',
  'join',
  'keys',
  'lastIndexOf',
  'map',
  'match',
  'padEnd',
  'padStart',
  'pop',
  'push',
  'reduce',
  'reduceRight',
  'repeat',
  'replace',
  'replaceAll',
  'reverse',
  'shift',
  'slice',
  'some',
  'sort',
  'splice',
  'split',
  'startsWith',
  'substr',
  'substring',
  'test',
  'toFixed',
  'toISOString',
  'toLowerCase',
  'toString',
  'toUpperCase',
  'trim',
  'trimEnd',
  'trimStart',
  'unshift',
  'values',
  'valueOf',
  'charAt',
  'charCodeAt',
  'getTime',
  'add',
  'delete',
  'clear',
  'get',
  'has',
  'set',
  'hasOwnProperty',
  'bind',
  'on',
  'once',
  'off',
  'addListener',
  'removeListener',
  'removeAllListeners',
  'emit',
  'setMaxListeners',
  'then',
  'catch',
  'finally',
  'defer',
  'promisify',
  'unref',
  'ref',
  'now',
  'getFullYear',
  'localeCompare',
]);

/** What answers a request: it throws only when the response is already gone. */
const RESPONSE_METHODS = new Set([
  'json',
  'send',
  'status',
  'sendStatus',
  'end',
  'render',
  'redirect',
  'write',
  'setHeader',
  'header',
  'type',
  'cookie',
  'writeHead',
  'code',
]);

/** Globals that throw only on values that no program passes on purpose. */
const UNLIKELY_GLOBALS = new Set([
  'JSON.stringify',
  'Buffer.from',
  'Buffer.alloc',
  'Reflect',
  'Intl',
  'structuredClone',
  'encodeURIComponent',
  'Buffer.concat',
  'require',
]);

/**
 * How likely a call whose body is not at hand throws; `undefined` when it cannot.
 *
 * The list is the one of `docs/rules/no-leaked-connection.md`: globals and loggers do not throw,
 * methods of standard types hardly ever, everything else may.
 */
export function tierOfUnknown(file: SourceFile, node: Node): Tier | undefined {
  if (node.type === 'TaggedTemplateExpression') return 'possible';
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return 'likely';
  const { callee } = node;
  if (callee.type === 'Identifier') {
    if (file.variableOf(callee) !== undefined) {
      if (LOGGER.test(callee.name)) return undefined;
      return node.type === 'NewExpression' ? 'possible' : 'likely';
    }
    return SAFE_GLOBALS.has(callee.name) ? undefined : rateGlobal(callee.name);
  }
  if (node.type === 'NewExpression') return 'possible';
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return 'likely';
  return tierOfMethod(file, callee.object, callee.property.name);
}

function rateGlobal(name: string): Tier {
  return UNLIKELY_GLOBALS.has(name) ? 'possible' : 'likely';
}

function tierOfMethod(file: SourceFile, object: Node, method: string): Tier | undefined {
  const text = file.text.slice(object.range[0], object.range[1]);
  if (LOG_LEVELS.has(method) && isLogger(object, text)) return undefined;
  if (object.type === 'Identifier' && file.variableOf(object) === undefined) {
    if (SAFE_GLOBALS.has(text)) return undefined;
    if (UNLIKELY_GLOBALS.has(text) || UNLIKELY_GLOBALS.has(`${text}.${method}`)) return 'possible';
    if (text === 'process') return undefined;
  }
  return STANDARD_METHODS.has(method) || RESPONSE_METHODS.has(method) ? 'possible' : 'likely';
}

/** `console`, `log`, `this.logger`, `req.log`, `logger.child(…)`: the last name decides. */
function isLogger(object: Node, text: string): boolean {
  if (object.type === 'Identifier') return LOGGER.test(text);
  if (object.type !== 'MemberExpression' || object.computed) return false;
  const { property } = object;
  return (
    (property.type === 'Identifier' || property.type === 'PrivateIdentifier') &&
    LOGGER.test(property.name)
  );
}
