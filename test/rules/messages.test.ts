import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { analyse } from '../../src/analysis/analyse.ts';
import { wordFinding } from '../../src/rule.ts';
import { findingsOf } from '../../src/settings.ts';
import { fixtures, reportOn, ruleNamed, settingWith } from './analysis.ts';

const MAX_FIRST_SENTENCE = 200;
const setting = settingWith(new Map());
const folder = join(process.cwd(), 'fixtures/rules');

/** The first sentence of a text; dots in code end none. */
function firstSentence(text: string): string {
  const plain = text.replaceAll(/`[^`]*`/g, code => code.replaceAll('.', '-'));
  return text.slice(0, (/\.(?= [A-Z`]|$)/.exec(plain)?.index ?? text.length) + 1);
}

describe('messages', () => {
  test.each(fixtures.map(path => relative(folder, path)))(
    '%s: begin short, end with a stop',
    name => {
      const file = setting.project.fileAt(join(folder, name));
      if (file === undefined) throw new Error(`${name} cannot be parsed.`);
      const facts = analyse(file, setting);
      for (const rule of rules) {
        for (const finding of findingsOf(rule, facts, {
          tier: 'likely',
          evidence: 'any',
          deployment: {},
        })) {
          const text = wordFinding(rule, finding);
          expect(firstSentence(text).length, text).toBeLessThan(MAX_FIRST_SENTENCE);
          expect(text, text).toMatch(/\.$/);
          expect(text, text).not.toMatch(/\{\{|undefined|\s{2}/);
        }
      }
    },
  );

  test('the first sentence goes to its stop, not to a dot in code', () => {
    expect(firstSentence('`a. B()` is held. More.')).toBe('`a. B()` is held.');
    expect(firstSentence('No stop')).toBe('No stop');
  });

  test.each([
    [
      'no-await-while-held/across-files/orders.ts',
      /^`client` from `getPool\(\)\.connect\(\)` on line \d+ \(pg\) is held while `[^`]+` waits for [^.]+\. The way: `line \d+ → [^`]+ → line \d+ of [\w.]+ → [^`]+\(\)`\..* Do it before/,
    ],
    [
      'no-leaked-connection/passed-pools/reports.cjs',
      /^`connection` from `getConnection\(\)` \(mysql\) is not released on the `return` on line \d+ of helpers\.cjs\. /,
    ],
    ['no-await-while-held/middleware/routes.ts', /^The connection of `transactional` on line \d+ /],
    ['max-pool-size/choice.ts', /^The pool of `new PgPool\(\)` \(pg\) opens up to 400 /],
  ])('%s: the acquire, the way with its lines, the way out', (name, expected) => {
    const rule = ruleNamed(name.split('/')[0] ?? '');
    const { findings } = reportOn(join(folder, name), rule, setting);
    expect(findings.map(finding => wordFinding(rule, finding))).toContainEqual(
      expect.stringMatching(expected),
    );
  });
});
