import type { Rule as EslintRule } from 'eslint';
import type { Tier } from '../analysis/facts.ts';
import type { Codemod } from '../codemod.ts';
import { isOffer, repairsFor, type Offer, type RepairContext } from '../repair.ts';
import type { Finding, Rule } from '../rule.ts';
import { isRecommended, type Settings } from '../settings.ts';
import { isCommand } from './command.ts';
import type { SharedAnalysis } from './shared-analysis.ts';

/** What repairs findings: all rules and codemods of the plugin. */
export interface Workshop {
  readonly rules: readonly Rule[];
  readonly codemods: readonly Codemod[];
}

/**
 * The repairs of a finding for an editor, safest first: what `fix` offers for it.
 *
 * An editor changes one file. A repair that makes or changes another one is left to `fix`.
 */
export function suggestionsFor(
  finding: Finding,
  rule: Rule,
  wanted: Pick<Settings, 'evidence' | 'deployment'> & { readonly tier: Tier },
  analysis: SharedAnalysis,
  { rules, codemods }: Workshop,
): readonly EslintRule.SuggestionReportDescriptor[] {
  const isWanted = analysis.settings.suggestions ?? !isCommand();
  if (isWanted === false) return [];
  const { file } = analysis;
  const watched = rules.filter(each => each === rule || isRecommended(each));
  const setting = analysis.settingFor(wanted.tier);
  const checking = typeChecking(analysis);
  return repairsFor(finding, rule, file, { setting, wanted, codemods, rules: watched, ...checking })
    .filter(isOffer)
    .filter(offer => staysIn(file.path, offer))
    .map(({ title, edits }) => ({
      desc: title,
      fix: fixer => edits.map(({ at, text }) => fixer.replaceTextRange([at.start, at.end], text)),
    }));
}

/** What goes beyond the file is not offered here, so nobody has to wait for its check. */
function typeChecking({ file, typeErrors }: SharedAnalysis): Pick<RepairContext, 'typeErrors'> {
  return {
    typeErrors(path, texts) {
      const staysHere = [...texts.keys()].every(each => each === file.path);
      return staysHere ? typeErrors()?.(path, texts) : undefined;
    },
  };
}

function staysIn(path: string, { edits, creates = [] }: Offer): boolean {
  return creates.length === 0 && edits.every(({ at }) => at.file === path);
}
