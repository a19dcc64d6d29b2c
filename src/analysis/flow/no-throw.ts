import type { Node, SourceFile } from '../../source/source-file.ts';
import type { Tier } from '../facts.ts';
import {
  LOGGER,
  RESPONSE_METHODS,
  SAFE_GLOBALS,
  STANDARD_METHODS,
  UNLIKELY_GLOBALS,
} from './no-throw-names.ts';

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
  // A base class's constructor is a constructor.
  if (callee.type === 'Super') return 'possible';
  if (callee.type === 'Identifier') {
    if (file.variableOf(callee) !== undefined) {
      if (LOGGER.test(callee.name)) return undefined;
      if (STANDARD_METHODS.has(callee.name)) return 'possible';
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
  if (isLogger(object, text)) return undefined;
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
