#!/usr/bin/env node
import process from 'node:process';
import { codemods } from '../../codemods/index.ts';
import { rules } from '../../rules/index.ts';
import { runCommandLine } from './run.ts';

for (const stream of [process.stdout, process.stderr]) {
  // A reader that has seen enough (`| head`) is no failure.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

// Not `process.exit()`: it would cut off what a pipe has not taken yet.
process.exitCode = await runCommandLine(
  process.argv.slice(2),
  { rules, codemods },
  {
    cwd: process.cwd(),
    env: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    // Touching it keeps the process waiting for input; only a command that asks may do so.
    get stdin() {
      return process.stdin;
    },
  },
);
