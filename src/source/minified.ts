/** Above this many characters a line is written by no person; a mean over the file. */
const LONG_LINE = 500;
/** Below this many characters a file is too small for its lines to tell. */
const SMALL = 20_000;

/** Whether a program made a text smaller, or one file of many: nobody edits it, and it is large. */
export function isMinified(text: string): boolean {
  if (text.length < SMALL) return false;
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lines += 1;
    if (text.length / lines < LONG_LINE) return false;
  }
  return true;
}
