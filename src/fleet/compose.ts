import { basename, dirname, join, resolve } from 'node:path';
import {
  ConfigFileError,
  type ConfigFile,
  type Figure,
  figureAt,
  toCount,
  wordPlace,
} from './config-file.ts';
import { interpolate, parseEnvironment, type Values } from './interpolation.ts';
import type { Service, Variable } from './service.ts';
import { type Item, itemAt, readYaml } from './yaml-file.ts';

/** Reads a file that a deployment file names; `undefined` when there is none. */
export type ReadText = (path: string) => string | undefined;

/** What values a Compose project is read with. */
interface Surroundings {
  readonly folder: string;
  readonly values: Values;
  readonly readText: ReadText;
}

/**
 * The services of a Compose project. Later files change earlier ones, as `docker compose -f a -f b` does;
 * paths and `.env` belong to the folder of the first.
 */
export function readCompose(files: readonly ConfigFile[], readText: ReadText): readonly Service[] {
  const [first] = files;
  if (first === undefined) return [];
  const folder = dirname(first.path);
  const values = parseEnvironment(readText(resolve(folder, '.env')) ?? '');
  const around = { folder, values, readText };
  const documents = files.flatMap(readYaml);
  const merged = documents.reduce(merge);
  const services = itemAt(merged, 'services');
  if (services !== undefined && (services.entries.length > 0 || services.text !== undefined)) {
    throw new ConfigFileError(services.place, '`services` must map names to services.');
  }
  return [...(services?.members ?? [])]
    .filter(([, item]) => !item.members.has('profiles'))
    .map(([name, item]) => toService(name, extended(item, services, around), around));
}

/** Each file may extend one of the next. */
const deepestExtension = 10;

/** A service over the one that it extends, of the same file or of another; paths stay those of the first. */
function extended(item: Item, siblings: Item | undefined, around: Surroundings, depth = 0): Item {
  const said = itemAt(item, 'extends');
  const name = said?.text ?? itemAt(said, 'service')?.text;
  const file = filled(itemAt(said, 'file'), around);
  if (name === undefined || depth > deepestExtension) return item;
  const others = file === undefined ? siblings : servicesIn(resolve(around.folder, file), around);
  const base = itemAt(others, name);
  if (base === undefined) return item;
  const folder = file === undefined ? around.folder : dirname(resolve(around.folder, file));
  return {
    ...merge(extended(base, others, { ...around, folder }, depth + 1), item),
    place: item.place,
  };
}

function servicesIn(path: string, { readText }: Surroundings): Item | undefined {
  const text = readText(path);
  if (text === undefined) return undefined;
  const [first] = readYaml({ path, name: basename(path), text });
  return itemAt(first, 'services');
}

/** Whether a YAML text is a Compose file. */
export function isCompose(text: string): boolean {
  return /^services\s*:/m.test(text) && !/^apiVersion\s*:/m.test(text);
}

function merge(base: Item, over: Item): Item {
  const members = new Map(base.members);
  for (const [key, item] of over.members) {
    const below = members.get(key);
    members.set(key, below === undefined ? item : merge(below, item));
  }
  return {
    place: over.place,
    text: over.text ?? base.text,
    members,
    entries: [...base.entries, ...over.entries],
  };
}

function toService(name: string, item: Item, around: Surroundings): Service {
  const text = (...keys: string[]) => filled(itemAt(item, ...keys), around);
  const image = text('image');
  const folder = folderOf(item, around);
  return {
    name,
    by: 'Compose',
    place: item.place,
    instances: instancesOf(item, around),
    surge: surgeOf(item),
    ...(image === undefined ? {} : { image }),
    ...(folder === undefined ? {} : { folder }),
    hosts: [name, text('container_name'), text('hostname')].filter(host => host !== undefined),
    environment: environmentOf(item, around),
    command: [...wordsOf(item, 'entrypoint', around), ...wordsOf(item, 'command', around)].join(
      ' ',
    ),
    mounts: mountsOf(item, around),
  };
}

function instancesOf(item: Item, around: Surroundings): Figure {
  if (itemAt(item, 'deploy', 'mode')?.text === 'global') {
    return { value: undefined, from: 'one for each node (mode: global)' };
  }
  const said = itemAt(item, 'deploy', 'replicas') ?? itemAt(item, 'scale');
  if (said === undefined) return { value: 1, from: `${wordPlace(item.place)} (one by default)` };
  const value = toCount(filled(said, around));
  if (value !== undefined) return figureAt(value, said.place);
  return { value, from: `${wordPlace(said.place)}: \`${said.text ?? ''}\` has no value here` };
}

function surgeOf(item: Item): Figure {
  const update = itemAt(item, 'deploy', 'update_config');
  const order = itemAt(update, 'order');
  if (order?.text !== 'start-first') {
    return { value: 0, from: 'Compose stops a copy before it starts the next' };
  }
  return figureAt(toCount(itemAt(update, 'parallelism')?.text) ?? 1, order.place);
}

/** Where the code comes from: what is built, or else mounted where the service works. */
function folderOf(item: Item, around: Surroundings): string | undefined {
  const build = itemAt(item, 'build');
  const context = filled(build, around) ?? filled(itemAt(build, 'context'), around);
  if (context !== undefined || (build !== undefined && build.members.size > 0)) {
    const folder = resolve(around.folder, context ?? '.');
    // A monorepo builds from its root with the Dockerfile of one package.
    const file = filled(itemAt(build, 'dockerfile'), around);
    const own = resolve(folder, dirname(file ?? 'Dockerfile'));
    return around.readText(join(own, 'package.json')) === undefined ? folder : own;
  }
  const work = filled(itemAt(item, 'working_dir'), around);
  const mount = volumesOf(item, around).find(({ target }) => work !== undefined && target === work);
  return mount === undefined ? undefined : resolve(around.folder, mount.source);
}

function mountsOf(item: Item, around: Surroundings): readonly string[] {
  return volumesOf(item, around).map(({ source }) => resolve(around.folder, source));
}

function volumesOf(item: Item, around: Surroundings) {
  return (itemAt(item, 'volumes')?.entries ?? []).flatMap(volume => {
    const [source, target] = filled(volume, around)?.split(':') ?? [
      filled(itemAt(volume, 'source'), around),
      filled(itemAt(volume, 'target'), around),
    ];
    // A name without a slash or dot is a volume of Docker's own.
    if (source === undefined || target === undefined || !/^[./~]/.test(source)) return [];
    return [{ source, target }];
  });
}

function environmentOf(item: Item, around: Surroundings): ReadonlyMap<string, Variable> {
  const variables = new Map<string, Variable>();
  const files = itemAt(item, 'env_file');
  for (const file of files?.entries.length ? files.entries : [files]) {
    const path = filled(file, around) ?? filled(itemAt(file, 'path'), around);
    const text = path === undefined ? undefined : around.readText(resolve(around.folder, path));
    for (const [name, value] of parseEnvironment(text ?? '')) {
      variables.set(name, { value, place: file?.place });
    }
  }
  const own = itemAt(item, 'environment');
  for (const entry of own?.entries ?? []) {
    const [name = '', ...rest] = (filled(entry, around) ?? '').split('=');
    if (rest.length > 0) variables.set(name, { value: rest.join('='), place: entry.place });
  }
  for (const [name, entry] of own?.members ?? []) {
    const value = filled(entry, around);
    if (value !== undefined) variables.set(name, { value, place: entry.place });
  }
  return variables;
}

function wordsOf(item: Item, key: string, around: Surroundings): readonly string[] {
  const said = itemAt(item, key);
  return [said, ...(said?.entries ?? [])].flatMap(word => filled(word, around) ?? []);
}

function filled(item: Item | undefined, { values }: Surroundings): string | undefined {
  return item?.text === undefined ? undefined : interpolate(item.text, values);
}
