import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { repairInRounds } from '../cli/fix/rounds.ts';
import { createScanner } from '../cli/fix/scanner.ts';
import type { Decision, Site } from '../cli/fix/site.ts';
import { Sources } from '../cli/fix/sources.ts';
import { bytesAt } from '../cli/fix/write.ts';
import { readSettings } from '../cli/settings-file.ts';
import type { Codemod } from '../codemod.ts';
import type { Rule } from '../rule.ts';
import { isRecommended, tiers } from '../settings.ts';
import { createProject, type Project } from '../source/project.ts';

/** A file as jscodeshift hands it over. */
export interface TransformFile {
  readonly path: string;
  readonly source: string;
}

/** What we use of jscodeshift's API: none of its trees. */
export interface TransformApi {
  report(message: string): void;
}

/** The options of `fix` that a transform takes; jscodeshift passes on what it does not know. */
export interface TransformOptions {
  readonly 'min-confidence'?: unknown;
  readonly adapter?: unknown;
  readonly tier?: unknown;
  /** Jscodeshift's own: nothing is to be written. */
  readonly dry?: unknown;
}

/** What jscodeshift calls for each file; `undefined` when nothing changes. */
export type Transform = (
  file: TransformFile,
  api: TransformApi,
  options: TransformOptions,
) => Promise<string | undefined>;

/** Files change while a run goes on; the trees of those that did not are kept. */
let project: Project | undefined;

/** A codemod as a transform: it does what `fix --write --no-types --codemod <name>` does to the file. */
export function toTransform(codemod: Codemod, rules: readonly Rule[]): Transform {
  return async (file, api, options) => {
    const cwd = process.cwd();
    const path = resolve(cwd, file.path);
    // Its mark is part of the source, as it is of what comes back.
    const bytes = Buffer.from(file.source);
    const sources = new Sources(each => (each === path ? bytes : bytesAt(each)));
    const scanner = scannerFor(codemod, rules, sources, options, cwd);
    const outcome = await repairInRounds([path], {
      ...scanner,
      sources,
      beforeDeciding: () => {},
      onRepaired: () => {},
      decide: async sites => sites.map(site => decide(site, options)),
    });
    for (const { site, why } of outcome.left) {
      if (why === 'refused') reportRefusal(site, api);
    }
    const changes = sources.changes();
    for (const change of changes) {
      if (change.path !== path && options.dry !== true) createFile(change);
    }
    const own = changes.find(change => change.path === path);
    return own === undefined ? undefined : Buffer.from(own.after).toString();
  };
}

function scannerFor(
  codemod: Codemod,
  all: readonly Rule[],
  sources: Sources,
  { tier, adapter }: TransformOptions,
  cwd: string,
) {
  const { drivers, effects, evidence, helpers, deployment } = readSettings(cwd);
  const minimumTier = tiers.find(each => each === tier) ?? 'likely';
  const rules = all.filter(({ name }) => codemod.repairs.includes(name));
  const watched = all.filter(rule => isRecommended(rule) || rules.includes(rule));
  project = project?.renewed() ?? createProject();
  return createScanner({
    sources,
    rules,
    wanted: { rules: watched, tier: minimumTier, evidence, deployment },
    repair: { codemods: [codemod], adapter: adapter === 'package' ? 'package' : 'file' },
    setting: { project, drivers, effects, helpers, minimumTier },
  });
}

/** A transform gives back one file: a repair that changes others too is left to `fix`. */
function decide({ path, offers }: Site, options: TransformOptions): Decision {
  const offer = offers.find(
    ({ confidence, edits }) =>
      (confidence === 'safe' || options['min-confidence'] === 'likely') &&
      edits.every(({ at }) => at.file === path),
  );
  return offer === undefined ? { kind: 'leave', why: 'unsure' } : { kind: 'take', offer };
}

function reportRefusal({ onDisk, refusals }: Site, api: TransformApi): void {
  for (const { codemod, refused } of refusals) {
    api.report(`${onDisk.line}:${onDisk.column} ${codemod}: ${refused}`);
  }
}

/** Several workers may want the same new file: the first one makes it. */
function createFile({ path, after }: { readonly path: string; readonly after: Uint8Array }): void {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, after);
}
