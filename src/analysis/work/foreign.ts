import { effects } from '../../effects/index.ts';
import { effectOf } from '../../effects/match.ts';
import { constantOf } from '../../source/constants.ts';
import type { OwnEffect } from '../../effects/own-effects.ts';
import { ownEffectOf } from '../../effects/own-effects.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { methodName } from './expression.ts';
import { foreignPath } from './path.ts';
import type { Search } from './search.ts';
import type { ForeignWork } from './work.ts';

/** What the user's settings say that a function waits for. */
export function saidOf(
  search: Search,
  file: SourceFile,
  callee: Node,
): OwnEffect['waits'] | undefined {
  if (search.effects.length === 0) return undefined;
  const shape = search.questions.shapeOf(file, callee);
  const found = foreignPath(search.questions, file, callee);
  const module = shape?.kind === 'function' ? shape.file.path : found?.specifier;
  const written = file.text.slice(callee.range[0], callee.range[1]);
  const exported = found?.path.filter(step => step !== '()' && step !== 'new').join('.');
  return ownEffectOf(search.effects, { names: [written, exported ?? written], module });
}

/** The work of a package's call, or of a function that calls back; `undefined` when no effect describes it. */
export function foreignWork(
  search: Search,
  file: SourceFile,
  node: Node,
  callee: Node,
  use: 'calls' | 'callbacks',
): ForeignWork | undefined {
  const inner = use === 'calls' ? promisified(file, callee) : undefined;
  if (inner !== undefined) return foreignWork(search, file, node, inner, 'callbacks');
  const found = foreignPath(search.questions, file, callee);
  const effect = found && effectOf(effects, found.specifier, found.path, use);
  if (effect === undefined) return undefined;
  return {
    k: 'foreign',
    kind: effect.kind,
    package: effect.source.package,
    file,
    node,
    through: [],
  };
}

/** `const sleep = promisify(setTimeout)`: what a constant makes a promise of. */
function promisified(file: SourceFile, callee: Node): Node | undefined {
  const init = callee.type === 'Identifier' ? constantOf(file, callee) : undefined;
  if (init?.type !== 'CallExpression') return undefined;
  const name = methodName(init) ?? (init.callee.type === 'Identifier' ? init.callee.name : '');
  return name === 'promisify' ? init.arguments[0] : undefined;
}
