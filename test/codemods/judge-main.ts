import { readFileSync } from 'node:fs';
import { functionsOf, judge } from './oracle.ts';

/** Judges pairs of files by themselves and prints what is wrong: for a Node that cannot run the tests. */
async function main(paths: readonly string[]): Promise<void> {
  for (let at = 0; at + 1 < paths.length; at += 2) {
    const [before = '', after = ''] = paths
      .slice(at, at + 2)
      .map(path => readFileSync(path, 'utf8'));
    const names = functionsOf(before);
    for (const name of names) {
      for (const complaint of await judge(before, after, name))
        console.log(`${paths[at]}: ${name}: ${complaint}`);
    }
    console.log(`judged ${names.length}`);
  }
}

await main(process.argv.slice(2));
