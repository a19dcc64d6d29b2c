import type { Point } from './checklist-answers.ts';
import type { Colors } from './terminal.ts';

/** The checklist for a person: one line for each point, and how many are met. */
export function formatChecklist(points: readonly Point[], colors: Colors): string {
  const width = Math.max(...points.map(({ title }) => title.length));
  const lines = points.map(({ title, answer, evidence }, index) => {
    const mark = {
      met: colors.green('✔'),
      'not met': colors.red('✖'),
      'not visible': colors.dim('·'),
    };
    const words = answer === 'not visible' ? `not visible here: ${evidence}` : evidence;
    const number = `${index + 1}`.padStart(2);
    return `${mark[answer]} ${number}  ${title.padEnd(width)}  ${colors.dim(words)}`;
  });
  const count = (answer: Point['answer']) => points.filter(each => each.answer === answer).length;
  const sum = `${count('met')} met, ${count('not met')} not met, ${count('not visible')} not visible here`;
  return [`${colors.bold('Checklist')}  ${sum}`, ...lines, ''].join('\n');
}
