import type { CheckedFile, Problem } from './check-file.ts';

/** The results as ESLint's JSON: an array with one entry for each checked file. */
export function formatJson(files: readonly CheckedFile[]): string {
  return `${JSON.stringify(files.map(toResult))}\n`;
}

function toResult(file: CheckedFile): object {
  const fatal = file.unreadable === undefined ? [] : [toFatal(file.unreadable)];
  const messages = [...fatal, ...file.problems.map(toMessage)];
  return {
    filePath: file.path,
    messages,
    suppressedMessages: file.suppressed.map(problem => ({
      ...toMessage(problem),
      suppressions: [problem.suppression],
    })),
    errorCount: messages.length,
    fatalErrorCount: fatal.length,
    warningCount: 0,
    fixableErrorCount: 0,
    fixableWarningCount: 0,
    usedDeprecatedRules: [],
    // Not ESLint's: what the analysis left out. Absent when it left out nothing.
    ...(file.notes.length === 0 ? {} : { notes: file.notes.map(toNote) }),
  };
}

function toMessage({ rule, finding, text, from, to }: Problem): object {
  return {
    ruleId: `pool/${rule.name}`,
    severity: 2,
    message: text,
    messageId: finding.message,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
  };
}

function toFatal({ text, line, column }: NonNullable<CheckedFile['unreadable']>): object {
  const message = text.replace(/^cannot be parsed:/, 'Parsing error:');
  return { ruleId: null, fatal: true, severity: 2, message, line, column };
}

function toNote({ text, line, column }: CheckedFile['notes'][number]): object {
  return { message: text, line, column };
}
