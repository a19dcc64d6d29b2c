import { identifierName, propertyName } from '../../source/names.ts';
import { nodesIn } from '../../source/walk.ts';
import type { EditSource } from '../source.ts';

const TEXT = 'A database connection was lost';

/**
 * The statement that logs what a listener is given, in the variable `error`.
 *
 * The project's own logger says it where this file uses one that takes a text and an error, in
 * whichever order; otherwise the console does.
 */
export function errorLine(source: EditSource): string {
  const { quote, semicolon } = source.style;
  const text = `${quote}${TEXT}${quote}`;
  const logger = loggerIn(source);
  if (logger !== undefined) {
    const given = logger.isErrorFirst ? `error, ${text}` : `${text}, error`;
    return `${logger.name}.error(${given})${semicolon}`;
  }
  const name = loggerOfTexts(source);
  if (name === undefined) return `console.error(${text}, error)${semicolon}`;
  return `${name}.error(\`${TEXT}: \${error.message}\`)${semicolon}`;
}

interface Logger {
  readonly name: string;
  readonly isErrorFirst: boolean;
}

/** A logger of the whole file, and how it is called here; calls that differ tell nothing. */
function loggerIn({ file }: EditSource): Logger | undefined {
  const loggers = nodesIn(file.program).flatMap((call): readonly Logger[] => {
    if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return [];
    const name = identifierName(call.callee.object);
    if (name === undefined || !/^(?:log|logger)$/.test(name)) return [];
    if (propertyName(call.callee) !== 'error' || file.topLevel(name) === undefined) return [];
    const [first, second, ...others] = call.arguments;
    if (second === undefined || others.length > 0) return [];
    if (isText(first) && isError(second)) return [{ name, isErrorFirst: false }];
    return isError(first) && isText(second) ? [{ name, isErrorFirst: true }] : [];
  });
  const [first] = loggers;
  const isClear = loggers.every(
    one => one.name === first?.name && one.isErrorFirst === first.isErrorFirst,
  );
  return isClear ? first : undefined;
}

/** A logger that is imported, and is given texts alone here: errors, and what is no error. */
function loggerOfTexts({ file }: EditSource): string | undefined {
  const said = new Map<string, Set<string>>();
  for (const call of nodesIn(file.program)) {
    if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') continue;
    const name = identifierName(call.callee.object);
    const method = propertyName(call.callee);
    if (name === undefined || method === undefined || !isText(call.arguments[0])) continue;
    if (file.topLevel(name) !== undefined)
      said.set(name, (said.get(name) ?? new Set()).add(method));
  }
  const loggers = [...said].filter(
    ([, methods]) =>
      methods.has('error') && ['warn', 'info', 'debug'].some(one => methods.has(one)),
  );
  return loggers.length === 1 ? loggers[0]?.[0] : undefined;
}

type Argument = Parameters<typeof identifierName>[0];

function isText(node: Argument): boolean {
  return node?.type === 'TemplateLiteral' || (node?.type === 'Literal' && isString(node.value));
}

function isString(value: unknown): boolean {
  return typeof value === 'string';
}

function isError(node: Argument): boolean {
  return /^(?:e|er|err|error|cause|reason)$/.test(identifierName(node) ?? '');
}
