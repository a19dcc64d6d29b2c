import type { Hold } from '../../analysis/hold-facts.ts';
import type { Passed } from '../../drivers/passed.ts';
import type { FunctionNode } from '../../source/source-file.ts';
import { isFunction } from '../../source/walk.ts';
import type { Edit } from '../edit.ts';
import { isNoWay, type NoWay, type Way } from '../hold/way.ts';
import type { EditSource } from '../source.ts';
import { importType } from '../type-import.ts';
import { whyNotForCallers } from './callers.ts';
import { addParameter, nameOfFunction, whyNotLonger } from './parameter.ts';
import type { Plan, Receiver } from './plan.ts';
import { tellRest } from './rest.ts';
import { isMadeIn } from './scope.ts';

/** Declares the parameters of the functions that are to take the handle. */
export function declareParameters(
  { receivers, edits: done }: Plan,
  { package: name, type }: Hold,
  source: EditSource,
): Way | NoWay {
  const edits: Edit[] = [];
  const passed = source.drivers.find(one => one.package === name)?.passed;
  for (const receiver of receivers.values()) {
    const there = source.at(receiver.at.file);
    const owner = there?.nodeAt(receiver.at);
    if (there === undefined || !isFunction(owner)) return { reason: 'A function is not known.' };
    const reason = whyNot(owner, receiver, there);
    if (reason !== undefined) return { reason };
    const handle = { name: receiver.name, package: name, type, mayBeMissing: true };
    const { root } = receiver;
    const ways = [
      declare(owner, receiver, { name, passed }, there),
      root ? tellRest(owner, root, handle, done, there) : { edits: [] },
    ];
    for (const way of ways) {
      if (isNoWay(way)) return way;
      edits.push(...way.edits);
    }
  }
  return { edits };
}

function whyNot(owner: FunctionNode, { root }: Receiver, source: EditSource): string | undefined {
  const named = nameOfFunction(owner);
  if (named === undefined) return 'A function on the way has no name.';
  if (root !== undefined && isMadeIn(owner, root, source)) {
    return `What \`${named.name}\` runs its statements on is made there.`;
  }
  return whyNotLonger(owner, named.name) ?? whyNotForCallers(owner, named, source);
}

/** With the root as its default where statements are called on it, else optional. */
function declare(
  owner: FunctionNode,
  { name, rootText }: Receiver,
  driver: { readonly name: string; readonly passed: Passed | undefined },
  source: EditSource,
): Way | NoWay {
  const ending = rootText === undefined ? '' : ` = ${rootText}`;
  if (rootText === '') return { reason: 'What stands in for the transaction is not known.' };
  if (!source.language.isTypeScript) {
    return { edits: addParameter(owner, `${name}${ending}`, source) };
  }
  const { passed } = driver;
  const type = passed?.type;
  if (passed === undefined || (type === undefined && ending === '')) {
    return { reason: 'Its driver names no type that the transaction and the root have.' };
  }
  if (type === undefined) return { edits: addParameter(owner, `${name}${ending}`, source) };
  const imported = importType(type, driver.name, source);
  if (isNoWay(imported)) return imported;
  const written = `${name}${ending === '' ? '?' : ''}: ${type}${ending}`;
  return { edits: [...imported.edits, ...addParameter(owner, written, source)] };
}
