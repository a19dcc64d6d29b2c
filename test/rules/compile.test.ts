import ts from 'typescript';
import { expect, test } from 'vitest';

test('fixtures compile against the real drivers', () => {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail };
  const config = ts.getParsedCommandLineOfConfigFile('fixtures/tsconfig.json', {}, host);
  if (config === undefined) throw new Error('fixtures/tsconfig.json cannot be read.');
  const program = ts.createProgram(config.fileNames, config.options);
  const wrong = [...config.errors, ...ts.getPreEmitDiagnostics(program)];
  expect(wrong.map(describeProblem)).toEqual([]);
});

function describeProblem({ file, start, messageText }: ts.Diagnostic): string {
  const line = (file?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0) + 1;
  return `${file?.fileName ?? 'tsconfig.json'}:${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
}

function fail(problem: ts.Diagnostic): never {
  throw new Error(describeProblem(problem));
}
