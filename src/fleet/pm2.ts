import { dirname, resolve } from 'node:path';
import { type ConfigFile, type Figure, figureAt, toCount, wordPlace } from './config-file.ts';
import type { Service, Variable } from './service.ts';
import { readExported } from './static-values.ts';
import { type Item, itemAt, readYaml, textAt } from './yaml-file.ts';

/** Whether a file's name is that of a process file of pm2. */
export function isPm2(name: string): boolean {
  return /(?:^|[\\/])(?:ecosystem|pm2)\.(?:config\.)?(?:[cm]?js|json|ya?ml)$/.test(name);
}

/** The apps of a process file of pm2. JavaScript is read and never run. */
export function readPm2(file: ConfigFile): readonly Service[] {
  // JSON is YAML.
  const root = /\.[cm]?js$/.test(file.name) ? readExported(file) : readYaml(file)[0];
  const apps = itemAt(root, 'apps')?.entries ?? root?.entries ?? [];
  return apps.map((app, index) => toService(app, index, dirname(file.path)));
}

function toService(app: Item, index: number, folder: string): Service {
  const cwd = itemAt(app, 'cwd');
  const isCluster = textAt(app, 'exec_mode')?.startsWith('cluster') ?? false;
  const isReadable = cwd === undefined || cwd.text !== undefined;
  return {
    name: textAt(app, 'name') ?? `app ${index + 1}`,
    by: 'pm2',
    place: app.place,
    instances: instancesOf(app),
    surge: isCluster
      ? { value: 1, from: '`pm2 reload` starts one before it ends another' }
      : { value: 0, from: 'pm2 ends a process before it starts the next' },
    ...(isReadable ? { folder: resolve(folder, cwd?.text ?? '.') } : {}),
    hosts: [],
    environment: environmentOf(app),
    command: [textAt(app, 'script'), textAt(app, 'args')].filter(Boolean).join(' '),
    mounts: [],
  };
}

function instancesOf(app: Item): Figure {
  const said = itemAt(app, 'instances');
  if (said === undefined) return { value: 1, from: `${wordPlace(app.place)} (one by default)` };
  const value = toCount(said.text);
  if (value !== undefined && value > 0) return figureAt(value, said.place);
  const words =
    said.text === undefined ? 'is not written out' : `\`${said.text}\` follows the processors`;
  return { value: undefined, from: `${wordPlace(said.place)}: ${words}` };
}

function environmentOf(app: Item): ReadonlyMap<string, Variable> {
  const variables = new Map<string, Variable>();
  for (const key of ['env', 'env_production']) {
    for (const [name, { text, place }] of itemAt(app, key)?.members ?? []) {
      if (text !== undefined) variables.set(name, { value: text, place });
    }
  }
  return variables;
}
