import type { Rule as EslintRule } from 'eslint';
import type { Facts, Note, Tier } from '../analysis/facts.ts';
import { rulePageUrl, reportHint, wordFailure } from '../product.ts';
import type { Finding, Rule } from '../rule.ts';
import { findingsOf, isRecommended, PoolSettingError, tiers } from '../settings.ts';
import { findSharedAnalysis, type SharedAnalysis } from './shared-analysis.ts';
import { suggestionsFor, type Workshop } from './suggestions.ts';

/** The options of every rule. */
export interface RuleOptions {
  /** The least sure tier that is reported. Default: `likely`. */
  readonly tier?: Tier;
}

type Suggestions = ReturnType<typeof suggestionsFor>;

const defaultTier: Tier = 'likely';

/** One of our rules as a rule of ESLint; `workshop` repairs what it finds. */
export function toEslintRule(rule: Rule, workshop: Workshop): EslintRule.RuleModule {
  const url = rulePageUrl(rule.name);
  const docs = {
    description: rule.summary,
    ...(url === undefined ? {} : { url }),
    recommended: isRecommended(rule),
    requiresTypeChecking: false,
  };
  return {
    meta: {
      type: 'problem',
      docs,
      hasSuggestions: true,
      schema: [optionSchema],
      defaultOptions: [{ tier: defaultTier }],
      messages: { ...rule.messages, internal: '{{text}}', note: '{{text}}' },
    },
    create(context) {
      try {
        const analysis = findSharedAnalysis(context);
        if (analysis === undefined) return {};
        return { 'Program:exit': () => reportFindings(rule, context, analysis, workshop) };
      } catch (error) {
        if (error instanceof PoolSettingError) throw error;
        return { Program: () => reportFailure(error, context) };
      }
    },
  };
}

const optionSchema = {
  type: 'object',
  description: 'What the rule reports.',
  properties: {
    tier: {
      enum: [...tiers],
      description:
        'The least sure findings to report: `sure` (leaks on a normal path, or when a database call rejects), `likely` (a helper in between may throw), `possible` (only exotic exceptions).',
    },
  },
  additionalProperties: false,
} as const satisfies EslintRule.RuleMetaData['schema'];

function reportFindings(
  rule: Rule,
  context: EslintRule.RuleContext,
  analysis: SharedAnalysis,
  workshop: Workshop,
): void {
  const option = context.options[0] as RuleOptions | undefined;
  const { evidence, deployment } = analysis.settings;
  const wanted = { tier: option?.tier ?? defaultTier, evidence, deployment };
  const facts = analysis.factsFor(wanted.tier);
  if (analysis.claimNotes()) reportNotes(facts, context);
  if (facts instanceof Error) return;
  const failures: unknown[] = [];
  const suggest = (finding: Finding): Suggestions => {
    try {
      return suggestionsFor(finding, rule, wanted, analysis, workshop);
    } catch (error) {
      failures.push(error);
      return [];
    }
  };
  try {
    for (const finding of findingsOf(rule, facts, wanted)) {
      report(finding, suggest(finding), context);
    }
  } catch (error) {
    failures.push(error);
  }
  // A mistake of ours must not end the run, nor pass unseen.
  if (failures.length > 0) reportFailure(failures[0], context);
}

function report(finding: Finding, suggest: Suggestions, context: EslintRule.RuleContext): void {
  const data: Record<string, string> = {};
  for (const [key, value] of Object.entries(finding.data)) data[key] = String(value);
  context.report({
    loc: {
      start: context.sourceCode.getLocFromIndex(finding.at.start),
      end: context.sourceCode.getLocFromIndex(finding.at.end),
    },
    messageId: finding.message,
    data,
    suggest: [...suggest],
  });
}

/** What concerns the whole file: it is said once, by the first rule that runs. */
function reportNotes(facts: Facts | Error, context: EslintRule.RuleContext): void {
  if (facts instanceof Error) return reportFailure(facts, context);
  for (const note of facts.notes) {
    const loc = context.sourceCode.getLocFromIndex(note.at.start);
    context.report({ loc, messageId: 'note', data: { text: wordNote(note) } });
  }
}

function wordNote({ kind, text }: Note): string {
  return kind === 'failure' ? `${text}. ${reportHint()}` : text;
}

function reportFailure(error: unknown, context: EslintRule.RuleContext): void {
  const start = { line: 1, column: 0 };
  context.report({ loc: start, messageId: 'internal', data: { text: wordFailure(error) } });
}
