import type { Node, SourceFile, Variable } from '../../source/source-file.ts';
import { identifierName, literalText, propertyName } from '../../source/names.ts';
import { routerMethods } from '../../source/sketch/words.ts';
import { functionAround } from '../../source/walk.ts';

type CallNode = Extract<Node, { type: 'CallExpression' }>;

/** A call that has a web framework call functions: `app.use(…)`, `router.get('/orders', …)`. */
interface Registration {
  readonly node: CallNode;
  readonly method: string;
  /** What it is called on. */
  readonly router: Node;
}

/** The last function that a call registers, which answers; `undefined` for other calls. */
export function handlerIn(node: Node): Node | undefined {
  return registrationAt(node)?.node.arguments.at(-1);
}

/**
 * What a framework runs around the last function of a registration, in order: the functions that its
 * router was told to use before, for all paths or for one above it, and those in front of it in the call.
 */
export function middlewareBefore(file: SourceFile, node: Node): readonly Node[] {
  const own = registrationAt(node);
  if (own === undefined) return [];
  const path = literalText(own.node.arguments[0]);
  const used = usesBefore(file, own).filter(use => reaches(literalText(use.arguments[0]), path));
  return [...used.flatMap(functionsOf), ...functionsOf(own.node).slice(0, -1)];
}

function registrationAt(node: Node | undefined): Registration | undefined {
  if (node?.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  const method = propertyName(node.callee) ?? '';
  return routerMethods.has(method) ? { node, method, router: node.callee.object } : undefined;
}

function functionsOf({ arguments: [first, ...rest] }: CallNode): readonly Node[] {
  return first === undefined || literalText(first) !== undefined ? rest : [first, ...rest];
}

/** The earlier calls of `use` on the same router: in the chain that a call is part of, and in its function. */
function usesBefore(file: SourceFile, { node, router }: Registration): readonly CallNode[] {
  const chain = chainOf(router);
  const variable =
    identifierName(chain.base) === undefined ? undefined : file.variableOf(chain.base);
  return [...usesOf(variable, node), ...chain.uses];
}

/** `new Hono().use(a).use(b)`: the calls of `use`, first one first, and what they begin with. */
function chainOf(router: Node): { readonly base: Node; readonly uses: readonly CallNode[] } {
  const registration = registrationAt(router);
  if (registration === undefined) return { base: router, uses: [] };
  const { base, uses } = chainOf(registration.router);
  return { base, uses: registration.method === 'use' ? [...uses, registration.node] : uses };
}

function usesOf(variable: Variable | undefined, before: CallNode): readonly CallNode[] {
  const definition = variable?.defs[0]?.node;
  const made = definition?.type === 'VariableDeclarator' ? definition.init : undefined;
  const used = (variable?.references ?? []).flatMap(({ identifier }) => {
    const member = identifier.parent;
    const use = registrationAt(member?.parent);
    const isUse = use?.method === 'use' && use.router === identifier;
    return isUse && isBefore(use.node, before) ? [use.node] : [];
  });
  return [...(made ? chainOf(made).uses : []), ...used];
}

function isBefore(use: CallNode, node: CallNode): boolean {
  return use.range[1] <= node.range[0] && functionAround(use) === functionAround(node);
}

/** Whether a middleware for some paths runs for another path; without a path it runs for all. */
function reaches(pattern: string | undefined, path: string | undefined): boolean {
  const prefix = (pattern ?? '').replace(/\/?\*?$/, '');
  if (prefix === '') return true;
  return path === prefix || (path?.startsWith(`${prefix}/`) ?? false);
}
