import { readFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import type { Package } from '../fleet/assignment.ts';
import type { Pooler, Problem } from '../fleet/budget.ts';
import { isCompose, readCompose } from '../fleet/compose.ts';
import type { ConfigFile } from '../fleet/config-file.ts';
import { isKubernetes, isTemplate, readKubernetes } from '../fleet/kubernetes.ts';
import { settingOf, toPgBouncer } from '../fleet/pgbouncer.ts';
import { isPgBouncer, toPgBouncerOfImage } from '../fleet/pgbouncer-image.ts';
import { readPgBouncerIni } from '../fleet/pgbouncer-ini.ts';
import { isPm2, readPm2 } from '../fleet/pm2.ts';
import type { Service } from '../fleet/service.ts';
import { isTestName } from './find-pools.ts';
import { UsageError } from './terminal.ts';

/** What the files of a project say about where it runs. */
export interface Deployment {
  readonly services: readonly Service[];
  readonly poolers: readonly Pooler[];
  readonly packages: readonly Package[];
  /** Files that were met and not counted. */
  readonly notes: readonly Problem[];
}

/** Which files to read. */
export interface Choice {
  readonly cwd: string;
  /** The files of the project. */
  readonly paths: readonly string[];
  /** Deployment files that the user names, in place of those among the paths. */
  readonly deploy: readonly string[] | undefined;
  /** The `pgbouncer.ini` that every pool goes through. */
  readonly pgbouncer: string | undefined;
}

const composeName = /(?:^|\/)(?:docker-)?compose(\.override)?\.ya?ml$/;
const composeVariant = /(?:^|\/)(?:docker-)?compose[.-][\w.-]+\.ya?ml$/;
const iniName = /pgbouncer[^/]*\.ini$|(?:^|\/)pgbouncer\/[^/]+\.ini$/;

/** What a template may run copies of. */
const mayRun =
  /^kind:\s*(?:Deployment|StatefulSet|DaemonSet|ReplicaSet|Job|CronJob|Pod|Rollout)\b/m;

/** Manifests are written by hand; what is longer is data. */
const longestManifest = 500_000;

/** Reads the deployment files of a project. */
export function readDeployment(choice: Choice): Deployment {
  const { cwd, paths, deploy } = choice;
  const chosen = deploy?.map(name => readNamed(name, cwd));
  const files = chosen ?? paths.filter(isDeploymentFile).flatMap(path => readFound(path, cwd));
  const { services, notes } = readServices(files, chosen !== undefined);
  const manifests = paths.filter(path => basename(path) === 'package.json');
  return {
    services,
    notes,
    poolers: readPoolers(services, choice),
    packages: manifests.flatMap(path => toPackage(path)),
  };
}

function isDeploymentFile(path: string): boolean {
  return /\.ya?ml$/.test(path) || isPm2(path);
}

function readServices(files: readonly ConfigFile[], areChosen: boolean) {
  const isVariant = ({ name }: ConfigFile) => !areChosen && !composeName.test(name);
  const notes: Problem[] = [];
  const compose = new Map<string, ConfigFile[]>();
  const manifests: ConfigFile[] = [];
  const services: Service[] = [];
  for (const file of files) {
    if (isPm2(file.name)) services.push(...readPm2(file));
    else if (isKubernetes(file.text)) {
      if (!isTemplate(file.text)) manifests.push(file);
      else if (mayRun.test(file.text)) notes.push(noteOn(file));
    } else if (isCompose(file.text) || composeName.test(file.name)) {
      if (!areChosen && isTestName(file.name)) notes.push(testNote(file));
      else if (!isVariant(file)) {
        const key = areChosen ? '' : dirname(file.path);
        compose.set(key, [...(compose.get(key) ?? []), file]);
      } else if (composeVariant.test(file.name)) notes.push(variantNote(file, files));
    }
  }
  const projects = [...compose.values()].map(each => (areChosen ? each : baseFirst(each)));
  return {
    services: [
      ...projects.flatMap(each => readCompose(each, readText)),
      ...readKubernetes(manifests),
      ...services,
    ],
    notes,
  };
}

/** `docker compose` reads the override last. */
function baseFirst(files: readonly ConfigFile[]): readonly ConfigFile[] {
  const isOverride = ({ name }: ConfigFile) => Number(/\.override\./.test(name));
  return [...files].sort((a, b) => isOverride(a) - isOverride(b));
}

function noteOn(file: ConfigFile): Problem {
  const place = { file: file.name, line: 1, column: 1 };
  const advice = 'Say what it deploys: `--instances name=N`.';
  return { level: 'note', place, text: 'This template cannot be read.', advice };
}

function testNote(file: ConfigFile): Problem {
  const place = { file: file.name, line: 1, column: 1 };
  const text = 'This Compose file is for tests or an example and is not counted.';
  return { level: 'note', place, text, advice: undefined };
}

function variantNote(file: ConfigFile, files: readonly ConfigFile[]): Problem {
  const base = files.find(
    each => dirname(each.path) === dirname(file.path) && composeName.test(each.name),
  );
  const names = [...(base === undefined ? [] : [base.name]), file.name].join(',');
  const place = { file: file.name, line: 1, column: 1 };
  return {
    level: 'note',
    place,
    text: 'This Compose file is not counted.',
    advice: `To count it: \`--deploy ${names}\`.`,
  };
}

function readPoolers(services: readonly Service[], choice: Choice): readonly Pooler[] {
  const { cwd, paths, pgbouncer } = choice;
  const bouncers = services.filter(isPgBouncer);
  const named = pgbouncer === undefined ? [] : [resolve(cwd, pgbouncer)];
  const mounted = bouncers.flatMap(({ mounts }) => mounts.filter(path => path.endsWith('.ini')));
  const found = paths.filter(path => iniName.test(path));
  const inis = [...new Set([...named, ...mounted, ...found])];
  const ofFiles = inis.flatMap(path => {
    const isForAll = named.includes(path);
    const service = bouncers.find(({ mounts }) =>
      mounts.some(mount => mount === path || mount === dirname(path)),
    );
    const files = isForAll ? [readNamed(path, cwd)] : readFound(path, cwd);
    return files.map(file => toPooler(file, service, isForAll));
  });
  const configured = new Set(ofFiles.map(({ service }) => service));
  const ofImages = bouncers
    .filter(service => !configured.has(service))
    .map(service => ({
      bouncer: toPgBouncerOfImage(service),
      service,
      isForAll: false,
      userCount: undefined,
    }));
  return [...ofFiles, ...ofImages];
}

function toPooler(file: ConfigFile, service: Service | undefined, isForAll: boolean): Pooler {
  const place = { file: file.name, line: 1, column: 1 };
  const bouncer = toPgBouncer(file.name, place, readPgBouncerIni(file, readText));
  const list = settingOf(bouncer, 'auth_file');
  // The path is one of the machine it runs on; in a project the list lies beside the file.
  const users = list === '' ? undefined : readText(resolve(dirname(file.path), basename(list)));
  const userCount = users?.split('\n').filter(line => /^\s*"/.test(line)).length;
  return { bouncer, service, isForAll, userCount };
}

function toPackage(path: string): readonly Package[] {
  try {
    // npm refuses to publish a package.json whose name is no text.
    const { name } = JSON.parse(readText(path) ?? '') as { readonly name?: string };
    return [{ folder: dirname(path), name }];
  } catch {
    return [{ folder: dirname(path), name: undefined }];
  }
}

function readNamed(name: string, cwd: string): ConfigFile {
  const path = resolve(cwd, name);
  const text = readText(path);
  if (text === undefined) throw new UsageError(`'${name}' cannot be read.`);
  return { path, name: relative(cwd, path), text };
}

function readFound(path: string, cwd: string): readonly ConfigFile[] {
  const text = readText(path);
  if (text === undefined || text.length > longestManifest) return [];
  return [{ path, name: relative(cwd, path), text }];
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
