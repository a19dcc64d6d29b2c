import { isAbsolute } from 'node:path';
import type { Driver } from '../../drivers/driver.ts';
import { modulesOf } from '../../drivers/driver.ts';
import type { Project } from '../../source/project.ts';
import { isMinified } from '../../source/minified.ts';
import { sketchOf } from '../../source/sketch/read-sketch.ts';
import type { Import, Sketch } from '../../source/sketch/sketch.ts';
import type { Unparsed } from '../../source/source-file.ts';
import { manifestAround } from '../manifests.ts';
import { isTagged } from '../tags.ts';
import { type TypeMention, typesIn } from './lent-types.ts';

/** A file as far as the leads know it. */
export interface Chart {
  readonly path: string;
  readonly sketch: Sketch;
  /** Whether it has what may be a tag for the analysis. */
  readonly isTagged: boolean;
  /** The types that it gives a name. */
  readonly types: readonly TypeMention[];
  /** The files that it imports. */
  readonly links: readonly Link[];
}

/** A file or a driver's module that is imported, and the local names of it as a whole. */
interface Link {
  readonly target: string;
  readonly whole: readonly string[];
}

/** A file that names another one as a whole. */
export interface Importer {
  readonly path: string;
  readonly name: string;
}

/** What is read off a text. */
type ReadText = Pick<Chart, 'sketch' | 'isTagged' | 'types'>;

function readText(text: string): ReadText {
  const own = isMinified(text) ? '' : text;
  return { sketch: sketchOf(own), isTagged: isTagged(own), types: typesIn(own) };
}

/** The files that were asked about and what they reach, by what they call and import. */
export class Charts {
  readonly #drivers: readonly Driver[];
  /** The drivers that describe each module. */
  readonly #described = new Map<string, Driver[]>();
  readonly #known = new Map<string, Chart>();
  readonly #callers = new Map<string, Chart[]>();
  readonly #aliasers = new Map<string, Chart[]>();
  readonly #importers = new Map<string, Importer[]>();
  /** The drivers that the files import, or their manifests name. */
  readonly active = new Set<Driver>();
  readonly #manifests = new Set<string>();
  #project: Project | undefined;
  /** Files that were compared with the disk since the project is what it is. */
  #compared = new Set<string>();

  constructor(drivers: readonly Driver[]) {
    this.#drivers = drivers;
    for (const driver of drivers) {
      for (const module of modulesOf(driver)) addTo(this.#described, module, driver);
    }
  }

  has(path: string): boolean {
    return this.#known.has(path);
  }

  /** Whether a file is known as it is now. */
  isCurrent({ path, text }: Pick<Unparsed, 'path' | 'text'>, project: Project): boolean {
    return this.#project === project && this.#compared.has(path) && project.textAt(path) === text;
  }

  at(path: string): Chart | undefined {
    return this.#known.get(path);
  }

  /** The files that call a name. */
  callersOf(name: string): readonly Chart[] {
    return this.#callers.get(name) ?? [];
  }

  /** The files in which something stands for a name. */
  aliasersOf(name: string): readonly Chart[] {
    return this.#aliasers.get(name) ?? [];
  }

  /** Those who name a file as a whole: the file and the local name. */
  importersOf(path: string): readonly Importer[] {
    return this.#importers.get(path) ?? [];
  }

  /** Charts a file and all that it reaches; gives what is new, or has changed. */
  reach(file: Unparsed, project: Project): readonly Chart[] {
    if (this.#project !== project) this.#compared = new Set();
    this.#project = project;
    const news: Chart[] = [];
    // A buffer may be ahead of the disk.
    const isOnDisk = project.textAt(file.path) === file.text;
    const waiting = isOnDisk ? [file.path] : this.#take(file.path, readText(file.text), news);
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (this.#compared.has(path)) continue;
      this.#compared.add(path);
      const read = project.scan(path, readText);
      if (read === undefined) continue;
      const known = this.#known.get(path);
      if (known?.sketch !== read.sketch) waiting.push(...this.#take(path, read, news));
      else waiting.push(...filesIn(known.links));
    }
    return news;
  }

  /** Enters a file; gives the files that it imports. */
  #take(path: string, read: ReadText, news: Chart[]): string[] {
    const { sketch } = read;
    this.#drop(this.#known.get(path));
    this.#activate(path);
    const links = sketch.imports.flatMap(one => this.#linkTo(path, one) ?? []);
    const chart = { ...read, path, links };
    this.#known.set(path, chart);
    news.push(chart);
    for (const name of sketch.calls.keys()) addTo(this.#callers, name, chart);
    for (const name of sketch.aliases.keys()) addTo(this.#aliasers, name, chart);
    return filesIn(links);
  }

  /** Forgets what a file was before it changed. */
  #drop(chart: Chart | undefined): void {
    if (chart === undefined) return;
    for (const name of chart.sketch.calls.keys()) removeFrom(this.#callers, name, chart);
    for (const name of chart.sketch.aliases.keys()) removeFrom(this.#aliasers, name, chart);
    for (const { target } of chart.links) {
      const others = this.importersOf(target).filter(({ path }) => path !== chart.path);
      this.#importers.set(target, others);
    }
  }

  #linkTo(path: string, { specifier: spelled, whole }: Import): Link | undefined {
    const specifier = this.#project?.packageOf(spelled, path) ?? spelled;
    const described = this.#described.get(specifier) ?? [];
    for (const driver of described) this.active.add(driver);
    const target = described.length > 0 ? specifier : this.#project?.resolve(specifier, path);
    if (target === undefined || (target !== specifier && !SOURCE.test(target))) return undefined;
    for (const name of whole) addTo(this.#importers, target, { path, name });
    return { target, whole };
  }

  /** Without a manifest any driver may be there. */
  #activate(path: string): void {
    const manifest = this.#project ? manifestAround(path, this.#project) : '';
    if (this.#manifests.has(manifest)) return;
    this.#manifests.add(manifest);
    for (const driver of this.#drivers) {
      const isNamed = [driver.package, ...modulesOf(driver)].some(name =>
        manifest.includes(`"${name}"`),
      );
      if (isNamed || manifest === '') this.active.add(driver);
    }
  }
}

/** The linked files; the modules of drivers are named by their specifiers. */
function filesIn(links: readonly Link[]): string[] {
  return links.map(({ target }) => target).filter(isAbsolute);
}

function addTo<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [item]);
  else known.push(item);
}

function removeFrom<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const rest = map.get(key)?.filter(one => one !== item);
  if (rest !== undefined) map.set(key, rest);
}

const SOURCE = /\.[cm]?[jt]sx?$/;
