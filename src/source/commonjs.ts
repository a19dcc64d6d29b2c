import type { TSESTree } from '@typescript-eslint/types';
import type { TableDraft } from './export-table.ts';
import { identifierName, keyName, literalText, propertyName, requiredSpecifier } from './names.ts';
import type { Node } from './source-file.ts';

/** Reads what a CommonJS module puts on `exports` at its top level. */
export function readCommonJs(program: TSESTree.Program, draft: TableDraft): void {
  for (const statement of program.body) readStatement(statement, draft);
}

function readStatement(statement: Node, draft: TableDraft): void {
  switch (statement.type) {
    case 'ExpressionStatement':
      readExpression(statement.expression, draft);
      break;
    case 'VariableDeclaration':
      for (const one of statement.declarations) if (one.init) readExpression(one.init, draft);
      break;
    case 'BlockStatement':
      for (const inner of statement.body) readStatement(inner, draft);
      break;
    case 'IfStatement':
      readStatement(statement.consequent, draft);
      if (statement.alternate) readStatement(statement.alternate, draft);
      break;
    case 'TryStatement':
      readStatement(statement.block, draft);
      break;
    default:
  }
}

function readExpression(expression: Node, draft: TableDraft): void {
  if (expression.type === 'SequenceExpression') {
    for (const one of expression.expressions) readExpression(one, draft);
  } else if (expression.type === 'AssignmentExpression') {
    readAssignment(expression, draft);
  } else if (expression.type === 'CallExpression') {
    readCall(expression, draft);
  }
}

/** `exports = module.exports = X` has two targets and one value. */
function readAssignment(assignment: TSESTree.AssignmentExpression, draft: TableDraft): void {
  const targets: Node[] = [];
  let value: Node = assignment;
  while (value.type === 'AssignmentExpression') {
    targets.push(value.left);
    value = value.right;
  }
  // Transpilers first set every export to `void 0`.
  if (value.type === 'UnaryExpression' && value.operator === 'void') return;
  for (const target of targets) {
    if (target.type !== 'MemberExpression') continue;
    const name = propertyName(target);
    if (isExportsObject(target)) draft.whole = value;
    else if (name !== undefined && isExportsObject(target.object)) {
      draft.named.set(name, { kind: 'local', node: value });
    }
  }
}

function readCall(call: TSESTree.CallExpression, draft: TableDraft): void {
  const [first, second] = call.arguments;
  const callee = call.callee.type === 'MemberExpression' ? propertyName(call.callee) : undefined;
  if (callee === 'assign' && first && isExportsObject(first)) {
    draft.parts.push(...call.arguments.slice(1));
  } else if (callee === 'defineProperty' && first && isExportsObject(first)) {
    const name = literalText(second);
    const node = definedValue(call.arguments[2]);
    if (name !== undefined && node) draft.named.set(name, { kind: 'local', node });
  } else if (/__exportStar$/.test(identifierName(call.callee) ?? callee ?? '')) {
    const specifier = requiredSpecifier(first);
    if (specifier !== undefined) draft.stars.push({ specifier, at: call });
  }
}

/** The value of a property descriptor, also behind a getter that only returns it. */
function definedValue(descriptor: Node | undefined): Node | undefined {
  if (descriptor?.type !== 'ObjectExpression') return undefined;
  for (const property of descriptor.properties) {
    if (property.type === 'SpreadElement') continue;
    const name = keyName(property);
    if (name === 'value') return property.value;
    if (name === 'get') return returnedBy(property.value);
  }
  return undefined;
}

function returnedBy(getter: Node): Node | undefined {
  if (getter.type !== 'FunctionExpression' && getter.type !== 'ArrowFunctionExpression') {
    return undefined;
  }
  if (getter.body.type !== 'BlockStatement') return getter.body;
  const only = getter.body.body[0];
  return only?.type === 'ReturnStatement' ? (only.argument ?? undefined) : undefined;
}

/** Whether a node is `exports` or `module.exports`. */
function isExportsObject(node: Node): boolean {
  if (identifierName(node) === 'exports') return true;
  return (
    node.type === 'MemberExpression' &&
    identifierName(node.object) === 'module' &&
    propertyName(node) === 'exports'
  );
}
