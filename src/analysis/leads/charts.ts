import { isAbsolute } from 'node:path';
import type { Driver } from '../../drivers/driver.ts';
import { modulesOf } from '../../drivers/driver.ts';
import type { Project } from '../../source/project.ts';
import type { Unparsed } from '../../source/source-file.ts';
import { manifestAround } from '../manifests.ts';
import { lookAt, lookedAt, type LookedAt } from '../../source/sketch/look.ts';
import { Chart } from './chart.ts';

/** A file that names another one as a whole. */
export interface Importer {
  readonly path: string;
  readonly name: string;
}

/** The files that were asked about and what they reach, by what they call and import. */
export class Charts {
  readonly #drivers: readonly Driver[];
  /** The drivers that describe each module. */
  readonly #described = new Map<string, Driver[]>();
  readonly #known = new Map<string, Chart>();
  readonly #callers = new Map<string, Chart[]>();
  readonly #aliasers = new Map<string, Chart[]>();
  /** The files that may import a file, or the module of a driver. */
  readonly #importers = new Map<string, Chart[]>();
  /** Files whose words said nothing so far. */
  readonly #closed = new Set<Chart>();
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

  /** The files whose words said nothing so far. */
  get closed(): Iterable<Chart> {
    return this.#closed;
  }

  /** Reads a file closer, so that it is found by what it calls; whether that is new. */
  open(chart: Chart): boolean {
    if (!this.#closed.delete(chart)) return false;
    for (const name of chart.sketch.calls.keys()) addTo(this.#callers, name, chart);
    for (const name of chart.sketch.aliases.keys()) addTo(this.#aliasers, name, chart);
    return true;
  }

  /** The open files that call a name. */
  callersOf(name: string): readonly Chart[] {
    return this.#callers.get(name) ?? [];
  }

  /** The open files in which something stands for a name. */
  aliasersOf(name: string): readonly Chart[] {
    return this.#aliasers.get(name) ?? [];
  }

  /** Those who name a file, or a driver's module, as a whole: the file and the local name. */
  importersOf(target: string): readonly Importer[] {
    const importers = this.#importers.get(target) ?? [];
    return importers.flatMap(chart => this.wholesOf(chart, target));
  }

  /** The names by which a file names another one as a whole. */
  wholesOf({ path, sketch }: Chart, target: string): readonly Importer[] {
    const taken = sketch.imports.filter(one => this.#targetOf(path, one.specifier) === target);
    return taken.flatMap(({ whole }) => whole.map(name => ({ path, name })));
  }

  /** Charts a file and all that it reaches; gives what is new, or has changed. */
  reach(file: Unparsed, project: Project): readonly Chart[] {
    if (this.#project !== project) this.#compared = new Set();
    this.#project = project;
    const news: Chart[] = [];
    // A buffer may be ahead of the disk.
    const isOnDisk = project.textAt(file.path) === file.text;
    const waiting = isOnDisk
      ? [file.path]
      : this.#take(file.path, lookedAt(file.path, file.text, project), news);
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (this.#compared.has(path)) continue;
      this.#compared.add(path);
      const seen = project.scan(path, lookAt);
      if (seen === undefined) continue;
      const known = this.#known.get(path);
      if (known?.glance !== seen.glance) waiting.push(...this.#take(path, seen, news));
      else waiting.push(...known.targets.filter(isAbsolute));
    }
    return news;
  }

  /** Enters a file; gives the files that it may import. */
  #take(path: string, seen: LookedAt, news: Chart[]): string[] {
    this.#drop(this.#known.get(path));
    this.#activate(path);
    const specifiers = [...seen.glance.specifiers];
    const targets = specifiers.flatMap(one => this.#targetOf(path, one) ?? []);
    const chart = new Chart(path, seen, targets);
    this.#known.set(path, chart);
    this.#closed.add(chart);
    news.push(chart);
    for (const target of targets) addTo(this.#importers, target, chart);
    return targets.filter(isAbsolute);
  }

  /** Forgets what a file was before it changed. */
  #drop(chart: Chart | undefined): void {
    if (chart === undefined) return;
    for (const target of chart.targets) removeFrom(this.#importers, target, chart);
    if (this.#closed.delete(chart)) return;
    for (const name of chart.sketch.calls.keys()) removeFrom(this.#callers, name, chart);
    for (const name of chart.sketch.aliases.keys()) removeFrom(this.#aliasers, name, chart);
  }

  /** The file, or the module of a driver, that a specifier means. */
  #targetOf(path: string, spelled: string): string | undefined {
    const specifier = this.#project?.packageOf(spelled, path) ?? spelled;
    const described = this.#described.get(specifier) ?? [];
    for (const driver of described) this.active.add(driver);
    if (described.length > 0) return specifier;
    const target = this.#project?.resolve(specifier, path);
    return target !== undefined && SOURCE.test(target) ? target : undefined;
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
