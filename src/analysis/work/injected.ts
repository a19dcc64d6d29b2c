import type { Injects } from '../../drivers/driver.ts';
import { ownerOf } from '../../evidence/classes.ts';
import { identifierName, keyName, literalText, propertyName } from '../../source/names.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import type { Questions } from '../flow/questions.ts';
import type { Origin } from './pool-work.ts';

/** A parameter of a constructor that is a field, or a field. */
type Slot = Extract<Node, { type: 'TSParameterProperty' | 'PropertyDefinition' }>;

/**
 * Which pool a container puts into a field: a data source and the repositories of one name belong
 * together, whichever class they are put into. `undefined` for other fields.
 */
export function injectedPool(
  questions: Questions,
  file: SourceFile,
  place: Node,
  { package: name, type }: Pick<Origin, 'package' | 'type'>,
): string | undefined {
  if (place.type !== 'MemberExpression' || place.object.type !== 'ThisExpression') return undefined;
  const owner = ownerOf(place)?.node;
  const slot = owner && slotIn(owner, propertyName(place));
  if (owner === undefined || slot === undefined) return undefined;
  for (const driver of questions.drivers) {
    const { injects } = driver;
    if (injects?.package !== name || !questions.dependsOn(file, driver.package)) continue;
    const pool = poolIn(injects, slot, type, isDecorated(owner));
    if (pool !== undefined) return `injected ${name} ${pool}`;
  }
  return undefined;
}

function slotIn(owner: Node, name: string | undefined): Slot | undefined {
  if (owner.type !== 'ClassDeclaration' && owner.type !== 'ClassExpression') return undefined;
  for (const member of owner.body.body) {
    if (member.type === 'PropertyDefinition' && keyName(member) === name) return member;
    if (member.type !== 'MethodDefinition' || member.kind !== 'constructor') continue;
    const found = member.value.params.find(
      param => param.type === 'TSParameterProperty' && identifierName(param.parameter) === name,
    );
    if (found?.type === 'TSParameterProperty') return found;
  }
  return undefined;
}

/** The name of the pool, empty for the default one. */
function poolIn(
  { decorators, types }: Injects,
  slot: Slot,
  type: string | undefined,
  isMadeByContainer: boolean,
): string | undefined {
  for (const { expression } of slot.decorators) {
    if (expression.type !== 'CallExpression') continue;
    const position = decorators[identifierName(expression.callee) ?? ''];
    if (position === undefined) continue;
    const argument = expression.arguments[position];
    return argument === undefined ? '' : literalText(argument);
  }
  const isBare = slot.type === 'TSParameterProperty' && slot.decorators.length === 0;
  return isBare && isMadeByContainer && types.includes(type ?? '') ? '' : undefined;
}

/** A container makes the classes that bear its mark. */
function isDecorated(owner: Node): boolean {
  return 'decorators' in owner && owner.decorators.length > 0;
}
