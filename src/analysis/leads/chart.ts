import type { Glance } from '../../source/sketch/glance.ts';
import type { LookedAt } from '../../source/sketch/look.ts';
import { sketchOf } from '../../source/sketch/read-sketch.ts';
import type { Definition, Sketch } from '../../source/sketch/sketch.ts';
import { hasTag } from '../tags.ts';
import { type TypeMention, typesIn } from './lent-types.ts';

/** A file as far as the leads know it: looked at once, and read closer when one of its words says something. */
export class Chart {
  readonly path: string;
  readonly glance: Glance;
  /** The files and modules of drivers that it may import. */
  readonly targets: readonly string[];
  readonly text: string;
  /** Whether it has what may be a tag for the analysis. */
  readonly isTagged: boolean;
  #sketch: Sketch | undefined;

  constructor(path: string, { text, glance }: LookedAt, targets: readonly string[]) {
    this.path = path;
    this.glance = glance;
    this.targets = targets;
    this.isTagged = hasTag(glance.marks);
    this.text = text;
  }

  get sketch(): Sketch {
    this.#sketch ??= sketchOf(this.text);
    return this.#sketch;
  }

  /** The types that it gives a name. */
  get types(): readonly TypeMention[] {
    return typesIn(this.text);
  }

  /** What stands for a name. */
  aliasesOf(name: string): readonly Definition[] {
    return this.#definitionsAt(this.sketch.aliases.get(name));
  }

  /** What calls of a name make. */
  madeBy(name: string): readonly Definition[] {
    return this.#definitionsAt(this.sketch.calls.get(name)).filter(({ kind }) => kind === 'made');
  }

  #definitionsAt(places: readonly number[] = []): readonly Definition[] {
    return places.flatMap(place => this.sketch.definitions[place] ?? []);
  }
}
