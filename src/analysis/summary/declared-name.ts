import { keyName } from '../../source/names.ts';
import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import { textOf } from '../print.ts';

/** The name under which a function is declared; `undefined` for one that has none. */
export function declaredName(file: SourceFile, node: FunctionNode): string | undefined {
  if (node.id) return node.id.name;
  const { parent } = node;
  switch (parent.type) {
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier' ? parent.id.name : undefined;
    case 'AssignmentExpression':
      return textOf(file, parent.left).replace(/^(?:module\.)?exports\./, '');
    case 'Property':
      return inObject(parent.parent, keyName(parent));
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return inClass(parent.parent.parent, parent);
    case 'ExportDefaultDeclaration':
      return 'default';
    default:
      return undefined;
  }
}

type Member = Extract<Node, { type: 'MethodDefinition' | 'PropertyDefinition' }>;

function inClass(owner: Node, member: Member): string | undefined {
  const name = keyName(member);
  const isClass = owner.type === 'ClassDeclaration' || owner.type === 'ClassExpression';
  const ofClass = isClass ? (owner.id?.name ?? nameOfHolder(owner)) : undefined;
  if (member.type === 'MethodDefinition' && member.kind === 'constructor')
    return `new ${ofClass ?? 'class'}`;
  return name === undefined || ofClass === undefined ? name : `${ofClass}.${name}`;
}

/** `const db = { open() {} }` declares `db.open`; an object without a name, only `open`. */
function inObject(object: Node, name: string | undefined): string | undefined {
  const holder = nameOfHolder(object);
  return name === undefined || holder === undefined ? name : `${holder}.${name}`;
}

function nameOfHolder({ parent }: Node): string | undefined {
  if (parent?.type !== 'VariableDeclarator') return undefined;
  return parent.id.type === 'Identifier' ? parent.id.name : undefined;
}

/** A function as its callers write it: `save(client, row)`. */
export function signatureOf(name: string, node: FunctionNode): string {
  return `${name}(${node.params.map(patternText).join(', ')})`;
}

function patternText(pattern: Node | null): string {
  switch (pattern?.type) {
    case 'Identifier':
      return pattern.name;
    case 'AssignmentPattern':
      return patternText(pattern.left);
    case 'RestElement':
      return `...${patternText(pattern.argument)}`;
    case 'TSParameterProperty':
      return patternText(pattern.parameter);
    case 'ObjectPattern':
      return `{ ${pattern.properties.map(propertyText).join(', ')} }`;
    case 'ArrayPattern':
      return `[${pattern.elements.map(patternText).join(', ')}]`;
    default:
      return '…';
  }
}

function propertyText(property: Node): string {
  return property.type === 'Property' ? (keyName(property) ?? '…') : patternText(property);
}
