import type { Offer } from '../../repair.ts';
import { drawFrame } from '../code-frame.ts';
import { labelsOf } from '../finding-labels.ts';
import { toLines } from '../lines.ts';
import { toName } from '../path-name.ts';
import type { Colors } from '../terminal.ts';
import { wordHunks } from './diff.ts';
import type { Site } from './site.ts';

/** Which question it is, and which of several ways to repair is shown. */
export interface QuestionNumbers {
  readonly asked: number;
  readonly total: number;
  readonly index: number;
  readonly of: number;
}

/** How a question is laid out. */
export interface QuestionStyle {
  readonly colors: Colors;
  readonly columns: number;
  readonly cwd: string;
}

/** What the keys do. */
export const keyHelp = `
  y  take this repair
  n  leave it; you are not asked again
  a  take this one and all later ones of the same rule and codemod
  o  show another way to repair it, where there is one
  e  change the result in $EDITOR
  s  skip the rest of this file
  q  ask no more; what you took is written
  Ctrl-C  write nothing
`;

/** A finding, why it is one, and what a repair would change. */
export function wordQuestion(
  site: Site,
  offer: Offer,
  { asked, total, index, of }: QuestionNumbers,
  { colors, columns, cwd }: QuestionStyle,
): string {
  const { path, text, problem, onDisk } = site;
  const lines = toLines(text);
  const name = toName(path, cwd);
  const place = colors.cyan(`${name}:${onDisk.line}:${onDisk.column}`);
  const way = of > 1 ? `, way ${index + 1} of ${of}` : '';
  const creates = (offer.creates ?? []).map(each => `new file ${toName(each.path, cwd)}`);
  const others = new Set(offer.edits.map(({ at }) => at.file).filter(file => file !== path));
  const beside = [...creates, ...[...others].map(file => `changes ${toName(file, cwd)} too`)];
  return [
    '',
    `(${asked} of ${total}) ${place}  ${colors.red(`pool/${problem.rule.name}`)}`,
    colors.bold(problem.text),
    '',
    ...drawFrame(labelsOf(problem, path, lines), lines, { colors, columns }),
    '',
    `${offer.title} ${colors.dim(`(${offer.codemod}, ${wordConfidence(offer)}${way})`)}`,
    ...beside.map(each => colors.yellow(each)),
    wordHunks({ name, before: text, after: offer.text }, colors),
  ].join('\n');
}

/** The keys that are open, in one line. */
export function wordChoices(ways: number, colors: Colors): string {
  const keys = [
    'yes',
    'no',
    'all',
    ...(ways > 1 ? ['other'] : []),
    'edit',
    'skip file',
    'quit',
    '?',
  ];
  const words = keys.map(key => `[${key[0]}]${key.slice(1)}`).join(' ');
  return colors.bold(`Repair it? ${words} `);
}

function wordConfidence({ confidence }: Offer): string {
  return confidence === 'safe' ? 'safe' : 'likely right: look at it';
}
