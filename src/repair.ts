import type { Setting } from './analysis/analyse.ts';
import type { Codemod, Refusal, Rewrite } from './codemod.ts';
import { byTelling, isRefusal, refuse } from './codemod.ts';
import { languageOf } from './edits/language.ts';
import { createEditSource, type AdapterSource, type EditSource } from './edits/source.ts';
import type { TypeErrors } from './evidence/type-errors.ts';
import { prove } from './prove.ts';
import type { Finding, Rule } from './rule.ts';
import type { Settings } from './settings.ts';
import type { Tier } from './analysis/facts.ts';
import type { SourceFile } from './source/source-file.ts';

/** What a repair needs to know besides the finding. It is made once for a run. */
export interface RepairContext {
  /** What the findings were found with. */
  readonly setting: Setting;
  /** Every rule that must find nothing new afterwards. */
  readonly rules: readonly Rule[];
  readonly codemods: readonly Codemod[];
  readonly wanted: Pick<Settings, 'evidence' | 'deployment'> & { readonly tier: Tier };
  /** Default: `file`. */
  readonly adapter?: AdapterSource;
  /** What a type checker complains about once files have other texts; absent where there is none. */
  readonly typeErrors?: TypeErrors;
}

/** A repair that is proven. */
export interface Offer extends Rewrite {
  readonly codemod: string;
  /** The text of the file after it. */
  readonly text: string;
}

/** Why a codemod does not repair a finding. */
export interface Declined extends Refusal {
  readonly codemod: string;
}

/** What a codemod says to a finding. */
export type Proposal = Offer | Declined;

/** Tells a proven repair from a refusal. */
export function isOffer(proposal: Proposal): proposal is Offer {
  return !isRefusal(proposal);
}

/**
 * What each codemod of a rule says to one of its findings: proven repairs first, safest of all first,
 * then refusals, the most telling first. One codemod speaks once.
 */
export function repairsFor(
  finding: Finding,
  rule: Rule,
  file: SourceFile,
  context: RepairContext,
): readonly Proposal[] {
  const codemods = context.codemods
    .filter(({ repairs }) => repairs.includes(rule.name))
    .toSorted((a, b) => a.precedence - b.precedence);
  if (codemods.length === 0) return [];
  const source = sourceFor(file, context);
  const proposals = codemods.map(codemod => propose(codemod, finding, rule, source, context));
  return proposals.toSorted((a, b) =>
    isOffer(a) || isOffer(b) ? rankOf(a) - rankOf(b) : byTelling(a, b),
  );
}

const sources = new WeakMap<SourceFile, EditSource>();

function sourceFor(file: SourceFile, context: RepairContext): EditSource {
  const { setting, adapter } = context;
  const known = sources.get(file);
  if (known !== undefined) return known;
  const textAt = (path: string): string | undefined => setting.project.textAt(path);
  const source = createEditSource(file, {
    drivers: setting.drivers,
    language: languageOf(file, textAt),
    textAt,
    at(path) {
      const other = path === file.path ? file : setting.project.fileAt(path);
      return other && sourceFor(other, context);
    },
    filesUnder: folder => setting.project.filesUnder(folder),
    ...(adapter && { adapter }),
  });
  sources.set(file, source);
  return source;
}

function propose(
  codemod: Codemod,
  finding: Finding,
  rule: Rule,
  source: EditSource,
  context: RepairContext,
): Proposal {
  const refusals: Refusal[] = [];
  for (const result of codemod.rewrite(finding, source)) {
    const proof = isRefusal(result) ? result : prove(result, { finding, rule }, source, context);
    if (!isRefusal(proof)) return { codemod: codemod.name, ...proof };
    refusals.push(proof);
  }
  const [most = refuse('This codemod has no way to repair it.', 'shape')] =
    refusals.toSorted(byTelling);
  return { codemod: codemod.name, ...most };
}

function rankOf(proposal: Proposal): number {
  if (!isOffer(proposal)) return 2;
  return proposal.confidence === 'safe' ? 0 : 1;
}
