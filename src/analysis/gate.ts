import { remembered } from '../drivers/names.ts';
import { isMinified } from '../source/minified.ts';
import { WordList } from '../source/sketch/glance.ts';
import { lookedAt } from '../source/sketch/look.ts';
import type { SourceFile, Unparsed } from '../source/source-file.ts';
import { Session } from './flow/session.ts';
import { statementNamesOf } from './flow/method-names.ts';
import { knowledgeFor, optionsFor, type Setting } from './knowledge.ts';
import { mayTouchPools } from './pools/pool-gate.ts';
import { passesSieve } from './sieve.ts';
import { MAY_USE_SESSION_INSIDE } from './statements/session-sql.ts';
import { MAY_BE_OF_SESSION } from './statements/sql.ts';

/** What a file may have in it, told from its text and from what it reaches. */
export interface Prospects {
  /** Calls that acquire, or hold a connection while they call back. */
  readonly acquires: boolean;
  /** Functions that are given a connection. */
  readonly borrows: boolean;
  /** Pools that it makes or closes, and statements for a session. */
  readonly pools: boolean;
}

/** What there may be to analyse in a file; it is parsed only when one of its functions has to be asked. */
export function prospectsOf(file: Unparsed, setting: Setting): Prospects {
  const view = viewOf(file, setting);
  const acquires = view.acquires();
  return { acquires, borrows: acquires || view.borrows(), pools: view.pools() };
}

const statementWordsOf = remembered(drivers => new WordList(statementNamesOf(drivers)));

/** The questions behind the prospects, each asked when it is called. */
type View = Readonly<Record<keyof Prospects, () => boolean>>;

function viewOf(file: Unparsed, setting: Setting): View {
  const { drivers, project, helpers = [] } = setting;
  const { path, text } = file;
  const { leads } = knowledgeFor(setting);
  const { outlook } = leads;
  leads.prepare({ file, project, helpers, session: () => new Session(optionsFor(setting)) });
  const seen = lookedAt(path, text, project);
  return {
    acquires: () => outlook.mayAcquire(path),
    borrows: () => outlook.mayBorrow(file),
    pools: () =>
      MAY_BE_OF_SESSION.test(text) ||
      mayTouchPools(seen, outlook.importedBy(path), project, drivers) ||
      (statementWordsOf(drivers).isCalledIn(seen.glance) && MAY_USE_SESSION_INSIDE.test(text)),
  };
}

/** The same for a file that is parsed. */
export function prospectsIn(file: SourceFile, setting: Setting): Prospects {
  const { path, text } = file;
  return prospectsOf({ path, text, parsed: () => file }, setting);
}

/** Whether a file can hold anything to analyse; hosts ask before they parse it. */
export function isWorthAnalysing(file: Unparsed, setting: Setting): boolean {
  if (isMinified(file.text)) return false;
  const isSieved = () => passesSieve(file, setting);
  const isPromising = () => hasProspects(file, setting);
  // The names of a file that others reach are known, and cost less than its text.
  const isKnown = knowledgeFor(setting).leads.outlook.knows(file, setting.project);
  return isKnown ? isPromising() && isSieved() : isSieved() && isPromising();
}

function hasProspects(file: Unparsed, setting: Setting): boolean {
  try {
    const { acquires, borrows, pools } = viewOf(file, setting);
    return acquires() || borrows() || pools();
  } catch {
    // What goes wrong is told by the analysis, which asks again.
    return true;
  }
}
