import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repairInRounds, type Scan } from '../../../src/cli/fix/rounds.ts';
import type { Site } from '../../../src/cli/fix/site.ts';
import { Sources } from '../../../src/cli/fix/sources.ts';
import type { Edit } from '../../../src/edits/edit.ts';
import { leakRule } from '../leak-rule.ts';
import { createFolder } from '../run-in.ts';

/**
 * A stand-in for the analysis: every `bug` is a finding, and its repair turns it to `ok`.
 *
 * `bug!` needs `import;` at the start of the file, and puts it there. `BUG` turns to `half`, and two of
 * those are more findings than before.
 */
function scannerOf(sources: Sources) {
  return (path: string): Scan => {
    const text = sources.textAt(path) ?? '';
    const sites = [...text.matchAll(/bug!?/gi)].map(match => toSite(path, text, match));
    const isWorse = /half.*half/.test(text);
    const own = sites.map(({ problem }) => problem);
    const problems = isWorse ? [...own, ...worse(path, text)] : own;
    return {
      sites,
      checked: { path, problems, suppressed: [], notes: [], isFailed: false, pools: [], signs: [] },
    };
  };
}

function worse(path: string, text: string): readonly Site['problem'][] {
  return [...text.matchAll(/half/g)].map(match => toSite(path, text, match).problem);
}

function toSite(path: string, text: string, { 0: word, index }: RegExpExecArray): Site {
  const at = { file: path, start: index, end: index + word.length };
  const edits: Edit[] = [{ at, text: word === 'BUG' ? 'half' : 'ok' }];
  const needsImport = word === 'bug!' && !text.startsWith('import;');
  if (needsImport) edits.unshift({ at: { file: path, start: 0, end: 0 }, text: 'import;' });
  const offer = { codemod: 'c', title: 'T', confidence: 'safe' as const, edits, text: '' };
  const position = { line: 1, column: index + 1 };
  // The rounds look at nothing of a finding but its rule.
  const finding = { at, message: 'leaked' } as Site['problem']['finding'];
  return {
    path,
    text,
    onDisk: position,
    problem: { rule: leakRule, finding, text: '', from: position, to: position },
    offers: [offer],
    refusals: [],
  };
}

async function repair(text: string) {
  const folder = createFolder({ 'a.js': text });
  const path = join(folder, 'a.js');
  const sources = new Sources();
  const asked: number[] = [];
  const outcome = await repairInRounds([path], {
    sources,
    scan: scannerOf(sources),
    onEdits: () => {},
    onEditsUndone: () => {},
    beforeDeciding: () => {},
    onRepaired: () => {},
    async decide(sites) {
      asked.push(sites.length);
      return sites.map(({ offers: [offer] }) =>
        offer === undefined ? { kind: 'leave', why: 'unsure' } : { kind: 'take', offer },
      );
    },
  });
  return { text: sources.textAt(path), asked, ...outcome };
}

describe('one file', () => {
  test('repairs that do not touch are made in one round', async () => {
    const { text, asked, repaired } = await repair('bug bug bug');
    expect({ text, asked, count: repaired.length }).toEqual({
      text: 'ok ok ok',
      asked: [3],
      count: 3,
    });
  });

  test('repairs that want the same text come one after the other, and the import once', async () => {
    const { text, asked } = await repair('bug! bug! bug!');
    expect({ text, asked }).toEqual({ text: 'import;ok ok ok', asked: [3, 2] });
  });

  test('repairs that do not go together are made one by one, and those left are not', async () => {
    const { text, repaired, left } = await repair('BUG BUG');
    expect(text).toBe('half BUG');
    expect(repaired).toHaveLength(1);
    expect(left.map(({ why }) => why)).toEqual(['refused']);
  });
});
