import type { Driver } from '../../drivers/driver.ts';
import { modulesOf } from '../../drivers/driver.ts';
import type { Definition, DefinitionKind } from '../../source/sketch/sketch.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { type Chart, Charts } from './charts.ts';
import { type Giver, giversIn, returnersIn } from './givers.ts';
import { Names } from './names.ts';
import { Outlook } from './outlook.ts';
import { Asked, type Search } from './search.ts';
import { makersOf, seedsOf } from './seeds.ts';

/**
 * The names of functions that give their caller a lease, or call back while they hold one, among the
 * files that the asked ones reach.
 *
 * A call of any other name cannot acquire, so that nobody has to find out what it is called on. They are
 * found from the acquires upwards: the functions that call a name which leads are asked how they give,
 * and the names of those that do lead in turn. Names only become more: one of a file that another does
 * not reach costs a question and no answer.
 */
export class Leads {
  readonly #charts: Charts;
  readonly #names: Names;
  readonly #started = new Set<Driver>();
  /** Files whose default export, or `module.exports`, leads. */
  readonly #wholes = new Set<string>();
  readonly outlook: Outlook;
  /** What was prepared last. */
  #last = new Asked();

  constructor(drivers: readonly Driver[]) {
    this.#charts = new Charts(drivers);
    this.#names = new Names(drivers);
    this.outlook = new Outlook(this.#charts, this.#names, drivers);
  }

  /** Whether a call of that name in a file may lead to an acquire or a scope; a member's begins with a dot. */
  has(file: SourceFile, name: string): boolean {
    return this.#names.isAsked(name) || !this.#charts.has(file.path);
  }

  /** Takes in a file and all that it reaches, before the file is analysed. */
  prepare(search: Search): void {
    if (this.#last.isSame(search)) return;
    this.#last = new Asked(search);
    /** The names by which the functions of a file have yet to be asked. */
    const asked = new Map<Chart, Set<string>>();
    for (const chart of this.#charts.reach(search.file, search.project)) this.#begin(chart, asked);
    for (const driver of this.#charts.active) this.#start(driver);
    for (const { name } of search.helpers) this.#names.find(name.split('.').at(-1) ?? name);
    this.#findAll(asked, search);
    // The host has a tree of its own of the file; its functions are asked in the same order each time.
    const own = this.#charts.at(search.file.path);
    if (own !== undefined) this.#begin(own, asked);
    this.#findAll(asked, search);
  }

  #findAll(asked: Map<Chart, Set<string>>, search: Search): void {
    for (;;) {
      for (let names = this.#names.next(); names; names = this.#names.next()) {
        for (const name of names) this.#follow(name, asked);
      }
      const [next] = asked;
      if (next === undefined) return;
      asked.delete(next[0]);
      this.#ask(next[0], next[1], search);
    }
  }

  #start(driver: Driver): void {
    if (this.#started.has(driver)) return;
    this.#started.add(driver);
    for (const name of seedsOf(driver)) this.#names.find(name);
    for (const name of makersOf(driver)) this.#names.findMaker(name);
    // What a module exports as a whole has the names that importers give it.
    if (seedsOf(driver).includes('default')) {
      for (const module of modulesOf(driver)) this.#nameIn(module, 'default');
    }
  }

  /** Finds what leads in a new file by what is known so far. */
  #begin(chart: Chart, asked: Map<Chart, Set<string>>): void {
    const { path, sketch } = chart;
    this.outlook.add(chart);
    for (const name of sketch.calls.keys()) {
      if (!this.#names.isCalled(name)) continue;
      addTo(asked, chart, name);
    }
    for (const name of sketch.aliases.keys()) {
      if (this.#names.isAliased(name)) this.#nameAliases(chart, name);
    }
    // What a tag says of a function is found out where the function is called.
    if (chart.isTagged) this.#nameTagged(chart);
    for (const { target, whole } of chart.links) {
      if (this.#wholes.has(target)) for (const name of whole) this.#nameIn(path, name);
    }
  }

  /** Any function of a file with tags may be one that a tag speaks of. */
  #nameTagged({ path, sketch }: Chart): void {
    for (const { names } of sketch.definitions) for (const name of names) this.#nameIn(path, name);
    for (const name of sketch.calls.keys()) this.#nameIn(path, name.replace('.', ''));
  }

  /** Whoever calls a name that leads is asked; what stands for it leads. */
  #follow(name: string, asked: Map<Chart, Set<string>>): void {
    for (const called of [name, `.${name}`]) {
      if (this.#names.isCalled(called)) {
        for (const chart of this.#charts.callersOf(called)) {
          addTo(asked, chart, called);
        }
      }
      if (!this.#names.isAliased(called)) continue;
      for (const chart of this.#charts.aliasersOf(called)) this.#nameAliases(chart, called);
    }
  }

  /** Asks the functions of a file that call some names how they give. */
  #ask(chart: Chart, names: ReadonlySet<string>, search: Search): void {
    const { path } = chart;
    const { project, session } = search;
    const file = path === search.file.path ? this.#last.parsed() : project.fileAt(path);
    if (file === undefined) return;
    for (const name of names) {
      if (!this.#names.isMaker(name)) continue;
      this.#nameMade(chart, name);
      for (const maker of returnersIn(file, name)) this.#makerIn(path, maker);
    }
    const isAsked = (name: string) => names.has(name);
    const leads = (name: string) => this.#names.isCalled(name);
    this.outlook.noteGiving(path);
    const isKnown = (giver: Giver) => this.#isKnown(giver);
    for (const giver of giversIn(file, { session: session(), isAsked, leads, isKnown })) {
      for (const name of giver.names) this.#nameIn(path, name);
      for (const name of giver.makers) this.#makerIn(path, name);
    }
  }

  #isKnown({ names, makers }: Giver): boolean {
    const areFound = names.every(name => !WHOLE.has(name) && this.#names.isCalled(`.${name}`));
    return areFound && makers.every(name => !WHOLE.has(name) && this.#names.isMaker(name));
  }

  /** What a maker gives leads. */
  #nameMade({ path, sketch }: Chart, maker: string): void {
    for (const place of sketch.calls.get(maker) ?? []) {
      const made = sketch.definitions[place];
      if (made !== undefined && made.kind !== 'function') this.#name(path, made, made.kind);
    }
  }

  #nameAliases({ path, sketch }: Chart, name: string): void {
    for (const place of sketch.aliases.get(name) ?? []) {
      const alias = sketch.definitions[place];
      if (alias !== undefined) this.#name(path, alias, 'function');
    }
  }

  #name(path: string, { names }: Definition, kind: DefinitionKind): void {
    if (kind === 'value') return;
    for (const name of names) {
      if (kind === 'made-inside') this.#names.findPlain(name);
      else this.#nameIn(path, name);
    }
  }

  #makerIn(path: string, name: string): void {
    if (!WHOLE.has(name)) return this.#names.findMaker(name);
    for (const importer of this.#charts.importersOf(path)) this.#names.findMaker(importer.name);
  }

  /** A name that leads; one that stands for its whole file leads under the names that importers give it. */
  #nameIn(path: string, name: string): void {
    if (!WHOLE.has(name)) return this.#names.find(name);
    if (this.#wholes.has(path)) return;
    this.#wholes.add(path);
    for (const importer of this.#charts.importersOf(path))
      this.#nameIn(importer.path, importer.name);
  }
}

const WHOLE = new Set(['default', 'exports']);

function addTo(map: Map<Chart, Set<string>>, chart: Chart, name: string): void {
  const known = map.get(chart);
  if (known === undefined) map.set(chart, new Set([name]));
  else known.add(name);
}
