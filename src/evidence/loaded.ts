import type { TSESTree } from '@typescript-eslint/types';
import { many } from '../drivers/driver.ts';
import { requiredSpecifier } from '../source/names.ts';
import type { Node, SourceFile } from '../source/source-file.ts';
import type { Evaluation } from './evaluation.ts';
import type { Shape } from './shape.ts';

/**
 * What a function gives whose file the program finds at run time: `require(path)(sequelize)`.
 *
 * Which file that is nobody can tell; what such files are for, the driver of what they are passed says.
 */
export function loadedShape(
  evaluation: Evaluation,
  file: SourceFile,
  { callee, arguments: [argument] }: TSESTree.CallExpression,
): Shape | undefined {
  if (argument === undefined || !isFoundAtRunTime(file, callee)) return undefined;
  const passed = evaluation.shape(file, argument);
  if (passed?.kind !== 'instance') return undefined;
  const { driver } = passed;
  const loads = many(driver.pool).find(({ type }) => type === passed.type)?.loads;
  return loads === undefined ? undefined : evaluation.index.named(driver, loads, 'usage');
}

/** `require(path)` or `(await import(path)).default`, with a path that is no constant text. */
function isFoundAtRunTime(file: SourceFile, node: Node): boolean {
  switch (node.type) {
    case 'MemberExpression':
      return isFoundAtRunTime(file, node.object);
    case 'AwaitExpression':
      return isFoundAtRunTime(file, node.argument);
    case 'ImportExpression':
      return node.source.type !== 'Literal';
    case 'CallExpression': {
      const { callee } = node;
      const isRequire = callee.type === 'Identifier' && callee.name === 'require';
      return isRequire && !file.variableOf(callee) && requiredSpecifier(node) === undefined;
    }
    default:
      return false;
  }
}
