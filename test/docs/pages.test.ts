import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { reportOn, settingWith } from '../rules/analysis.ts';

/** A fenced block of a page: ```` ```ts bad ````. */
interface Block {
  readonly line: number;
  readonly language: string;
  readonly verdict: string;
  readonly code: string;
}

const folder = join(process.cwd(), 'docs/rules');

describe('pages', () => {
  test('every rule has a page, and every page a rule', () => {
    const pages = globSync('*.md', { cwd: folder }).map(file => file.replace('.md', ''));
    expect(pages.sort()).toEqual(rules.map(({ name }) => name).sort());
  });

  test.each(rules)('$name says why, bad, good and when to turn it off', ({ name }) => {
    const headings = pageOf(name)
      .split('\n')
      .filter(line => line.startsWith('## '));
    for (const heading of ['## Why', '## Bad', '## Good', '## When to turn it off']) {
      expect(headings).toContain(heading);
    }
    const verdicts = blocksOf(name).map(({ verdict }) => verdict);
    expect(verdicts).toEqual(expect.arrayContaining(['bad', 'good']));
  });

  const blocks = rules.flatMap(rule => blocksOf(rule.name).map(block => ({ rule, ...block })));
  test.each(blocks)('$rule.name:$line is $verdict', ({ rule, line, language, verdict, code }) => {
    const path = join(folder, `${rule.name}-${line}.${language}`);
    const setting = settingWith(new Map([[path, code]]));
    const { findings, notes } = reportOn(path, rule, setting, { mayHavePooler: true });
    expect(notes).toEqual([]);
    if (verdict === 'bad') expect(findings, 'findings of a bad block').not.toEqual([]);
    else expect(findings, 'findings of a good block').toEqual([]);
  });
});

function pageOf(rule: string): string {
  return readFileSync(join(folder, `${rule}.md`), 'utf8');
}

function blocksOf(rule: string): readonly Block[] {
  const page = pageOf(rule);
  const fences = /^```(\w+)(?: (.*))?\n([^]*?)^```$/gm;
  return [...page.matchAll(fences)].flatMap(
    ({ index, 1: language = '', 2: verdict, 3: code = '' }) => {
      if (verdict === undefined) return [];
      const line = page.slice(0, index).split('\n').length;
      const isKnown = /^[cm]?[jt]sx?$/.test(language) && /^(?:bad|good)$/.test(verdict);
      if (!isKnown)
        throw new Error(`${relative('.', folder)}/${rule}.md:${line}: \`${language} ${verdict}\`?`);
      return [{ line, language, verdict, code }];
    },
  );
}
