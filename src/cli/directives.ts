import type { SourceFile } from '../source/source-file.ts';
import { walk } from '../source/walk.ts';
import type { Lines, Position } from './lines.ts';

/** The `eslint-disable` comments of a file, with the meaning they have in ESLint. */
export interface Directives {
  /** Why a problem of this rule at this position is not reported; `undefined` when it is. */
  findSuppression(rule: string, at: Position): Suppression | undefined;
}

/** A comment that turned a rule off, in the shape ESLint reports. */
export interface Suppression {
  readonly kind: 'directive';
  readonly justification: string;
}

interface Directive {
  readonly kind: 'disable' | 'enable' | 'line';
  readonly at: Position;
  /** The line that a `line` directive is about. */
  readonly line: number;
  /** `undefined` means every rule. */
  readonly rules: readonly string[] | undefined;
  readonly justification: string;
}

const none: Directives = { findSuppression: () => undefined };

/** Reads the directives of a file; files without the word cost one search. */
export function readDirectives(file: SourceFile, lines: Lines): Directives {
  if (!file.text.includes('eslint-disable')) return none;
  const directives = commentsOf(file).flatMap(comment => toDirective(comment, lines) ?? []);
  return {
    findSuppression(rule, at) {
      const inLine = directives.findLast(
        each => each.kind === 'line' && each.line === at.line && isAbout(each, rule),
      );
      const found = inLine ?? findDisabledAt(directives, rule, at);
      return found && { kind: 'directive', justification: found.justification };
    },
  };
}

/** The last word about a rule before a position, if it is `disable`. */
function findDisabledAt(
  directives: readonly Directive[],
  rule: string,
  at: Position,
): Directive | undefined {
  const last = directives.findLast(
    each => each.kind !== 'line' && !isAfter(each.at, at) && isAbout(each, rule),
  );
  return last?.kind === 'disable' ? last : undefined;
}

function isAbout({ rules }: Directive, rule: string): boolean {
  return rules === undefined || rules.includes(rule);
}

function isAfter(a: Position, b: Position): boolean {
  return a.line === b.line ? a.column > b.column : a.line > b.line;
}

interface Comment {
  readonly isBlock: boolean;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The comments of a file: what looks like one and starts in no string, template, regex or JSX text. */
function commentsOf({ program, text }: SourceFile): readonly Comment[] {
  const literals: (readonly [start: number, end: number])[] = [];
  walk(program, node => {
    if (['Literal', 'TemplateElement', 'JSXText'].includes(node.type)) literals.push(node.range);
  });
  const comments: Comment[] = [];
  const pattern = /\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\//g;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const { 0: whole, index: start } = match;
    const literal = literals.find(([from, to]) => from <= start && start < to);
    if (literal !== undefined) pattern.lastIndex = literal[1];
    if (literal !== undefined) continue;
    const isBlock = whole.startsWith('/*');
    const inner = whole.slice(2, isBlock ? -2 : undefined);
    comments.push({ isBlock, text: inner, start, end: start + whole.length });
  }
  return comments;
}

function toDirective(comment: Comment, lines: Lines): Directive | undefined {
  const [instruction = '', justification = ''] = comment.text.split(/\s-{2,}\s/u, 2);
  const match = /^\s*eslint-(disable-next-line|disable-line|disable|enable)(?:\s+([\s\S]*))?$/.exec(
    instruction,
  );
  const [, word, list = ''] = match ?? [];
  if (word === undefined) return undefined;
  const isWhole = word === 'disable' || word === 'enable';
  // As in ESLint: only a block comment opens or closes a region.
  if (isWhole && !comment.isBlock) return undefined;
  const rules = list
    .split(',')
    .map(rule => rule.trim())
    .filter(rule => rule !== '');
  return {
    kind: isWhole ? word : 'line',
    at: lines.positionOf(comment.start),
    line: lines.positionOf(comment.end).line + (word === 'disable-next-line' ? 1 : 0),
    rules: rules.length === 0 ? undefined : rules,
    justification: justification.trim(),
  };
}
