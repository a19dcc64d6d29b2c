import type { Driver } from '../../drivers/driver.ts';
import { modulesOf } from '../../drivers/driver.ts';
import type { Definition } from '../../source/sketch/sketch.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { WordList } from '../../source/sketch/glance.ts';
import type { Chart } from './chart.ts';
import { Charts } from './charts.ts';
import { type Giver, giversIn, returnersIn } from './givers.ts';
import { Names, withTwins } from './names.ts';
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
  /** The names by which the functions of a file have yet to be asked. */
  readonly #asked = new Map<Chart, Set<string>>();
  /** What was prepared last. */
  #last = new Asked();

  constructor(drivers: readonly Driver[]) {
    this.#charts = new Charts(drivers);
    this.#names = new Names(drivers);
    this.outlook = new Outlook(this.#charts, this.#names, drivers);
  }

  /** Whether a call of that name in a file may lead to an acquire or a scope; a member's begins with a dot. */
  has(file: SourceFile, name: string): boolean {
    return this.#names.isAsked(name, file.path) || !this.#charts.has(file.path);
  }

  /** Takes in a file and all that it reaches, before the file is analysed. */
  prepare(search: Search): void {
    if (this.#last.isSame(search)) return;
    this.#last = new Asked(search);
    for (const chart of this.#charts.reach(search.file, search.project)) this.#meet(chart);
    for (const driver of this.#charts.active) this.#start(driver);
    for (const { name } of search.helpers) this.#names.find(name.split('.').at(-1) ?? name);
    this.#findAll(search);
  }

  #findAll(search: Search): void {
    for (;;) {
      for (let names = this.#names.next(); names; names = this.#names.next()) {
        this.#openBy(names);
        for (const name of names) this.#follow(name);
      }
      const [next] = this.#asked;
      if (next === undefined) return;
      this.#asked.delete(next[0]);
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

  /** A new file is read when it has a name that leads; what a tag says of a function is found out where the function is called. */
  #meet(chart: Chart): void {
    this.outlook.meet(chart);
    if (chart.isTagged || this.#names.areIn(chart.glance)) this.#open(chart);
    for (const target of chart.targets)
      if (this.#wholes.has(target)) this.#nameWhole(chart, target);
  }

  /** Reads the files that have a name in them which has just been found, or a twin of it. */
  #openBy([name = '']: readonly string[]): void {
    const words = new WordList(withTwins(name));
    for (const chart of this.#charts.closed) if (words.isIn(chart.glance)) this.#open(chart);
  }

  /** Finds what leads in a file by what is known so far. */
  #open(chart: Chart): void {
    if (!this.#charts.open(chart)) return;
    const { path, sketch } = chart;
    for (const name of sketch.calls.keys()) {
      if (this.#names.isCalled(name, path)) this.#askBy(chart, name);
    }
    for (const name of sketch.aliases.keys()) this.#followAlias(chart, name);
    if (chart.isTagged) this.#nameTagged(chart);
  }

  #nameWhole(chart: Chart, target: string): void {
    for (const { path, name } of this.#charts.wholesOf(chart, target)) this.#nameIn(path, name);
  }

  /** Any function of a file with tags may be one that a tag speaks of. */
  #nameTagged({ path, sketch }: Chart): void {
    for (const { names } of sketch.definitions) for (const name of names) this.#nameIn(path, name);
    for (const name of sketch.calls.keys()) this.#nameIn(path, name.replace('.', ''));
  }

  /** Whoever calls a name that leads is asked; what stands for it leads. */
  #follow(name: string): void {
    for (const called of [name, `.${name}`]) {
      for (const chart of this.#charts.callersOf(called)) this.#askBy(chart, called);
      for (const chart of this.#charts.aliasersOf(called)) this.#followAlias(chart, called);
    }
  }

  #followAlias(chart: Chart, name: string): void {
    if (!this.#names.isAliased(name, chart)) return;
    for (const alias of chart.aliasesOf(name)) this.#name(chart.path, alias);
  }

  #askBy(chart: Chart, name: string): void {
    const known = this.#asked.get(chart) ?? new Set();
    this.#asked.set(chart, known.add(name));
  }

  /** Asks the functions of a file that call some names how they give. */
  #ask(chart: Chart, names: ReadonlySet<string>, search: Search): void {
    const { path } = chart;
    const isOwn = path === search.file.path;
    const file = isOwn ? this.#last.parsed() : search.project.fileAt(path);
    if (file === undefined) return;
    for (const name of names) {
      if (!this.#names.isMaker(name)) continue;
      for (const made of chart.madeBy(name)) this.#name(path, made);
      for (const maker of returnersIn(file, name)) this.#makerIn(path, maker);
    }
    this.outlook.noteGiving(path);
    const givers = giversIn(file, {
      session: search.session(),
      isAsked: name => names.has(name),
      leads: name => this.#names.isCalled(name, path),
      isKnown: giver => this.#isKnown(giver),
    });
    for (const giver of givers) {
      for (const name of giver.names) this.#nameIn(path, name);
      for (const name of giver.makers) this.#makerIn(path, name);
    }
  }

  #isKnown({ names, makers }: Giver): boolean {
    const areFound = names.every(name => !WHOLE.has(name) && this.#names.isMember(name));
    return areFound && makers.every(name => !WHOLE.has(name) && this.#names.isMaker(name));
  }

  #name(path: string, { names, isLocal }: Definition): void {
    for (const name of names) isLocal ? this.#nameLocal(path, name) : this.#nameIn(path, name);
  }

  #nameLocal(path: string, name: string): void {
    const chart = this.#charts.at(path);
    if (!this.#names.findLocal(path, name) || chart === undefined) return;
    if (chart.sketch.calls.has(name)) this.#askBy(chart, name);
    this.#followAlias(chart, name);
  }

  #makerIn(path: string, name: string): void {
    const makers = WHOLE.has(name) ? this.#charts.importersOf(path) : [{ path, name }];
    for (const maker of makers) {
      this.#names.findMaker(maker.name);
      this.#noteOrigin(maker.path, maker.name);
    }
  }

  /** A name that leads is one of the file. */
  #noteOrigin(path: string, name: string): void {
    const chart = this.#charts.at(path);
    if (this.#names.noteOrigin(path, name) && chart) this.#followAlias(chart, name);
  }

  /** A name that leads; one that stands for its whole file leads under the names that importers give it. */
  #nameIn(path: string, name: string): void {
    if (!WHOLE.has(name)) {
      this.#names.find(name);
      return this.#noteOrigin(path, name);
    }
    if (this.#wholes.has(path)) return;
    this.#wholes.add(path);
    for (const importer of this.#charts.importersOf(path))
      this.#nameIn(importer.path, importer.name);
  }
}

const WHOLE = new Set(['default', 'exports']);
