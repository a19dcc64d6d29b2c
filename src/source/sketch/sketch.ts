/**
 * What a file defines and calls, read off its text without parsing it.
 *
 * A sketch may name too much (a property of a type counts as a definition), never too little: it is
 * there to tell which questions need not be asked of the syntax tree.
 */
export interface Sketch {
  /** Variables, properties and assignments, in the order of the text. */
  readonly definitions: readonly Definition[];
  /** In whose values each name is called, `-1` for none. Members as `.name`. */
  readonly calls: Places;
  /** Definitions that stand for something of each name: `run = withClient`, `get = promisify(pool.connect)`. */
  readonly aliases: Places;
  readonly imports: readonly Import[];
  /** Words that begin with a capital letter, as the names of types do. */
  readonly capitalized: ReadonlySet<string>;
  /** Whether something without a name is called: `table[key]()`, `make()()`. */
  readonly callsUnnamed: boolean;
}

/** For each name, indexes of definitions. */
type Places = ReadonlyMap<string, readonly number[]>;

/** A piece of text that gives names their values. */
export interface Definition {
  /** Several for a pattern; `default` and `exports` for what a module is as a whole. */
  readonly names: readonly string[];
  readonly kind: DefinitionKind;
  /** Whether it is a variable inside of a function or block, which no other file can name. */
  readonly isLocal: boolean;
}

/** What is defined, as far as the text tells. */
export type DefinitionKind =
  | 'function'
  /** What a call gives; a function, perhaps. */
  | 'made'
  | 'value';

/** A module that is imported, required or exported from. */
export interface Import {
  readonly specifier: string;
  /** The local names of the module as a whole, or of its default export. */
  readonly whole: readonly string[];
  /** What stands between `import` and the specifier; empty where it is required. */
  readonly clause: string;
}

/** The definition of what nothing encloses. */
export const NOWHERE = -1;

/** A sketch under construction. */
export class SketchBuilder implements Sketch {
  readonly definitions: { names: readonly string[]; kind: DefinitionKind; isLocal: boolean }[] = [];
  readonly calls = new Map<string, number[]>();
  readonly aliases = new Map<string, number[]>();
  readonly imports: Import[] = [];
  readonly capitalized = new Set<string>();
  callsUnnamed = false;

  /** Adds a definition and gives its index. */
  define(names: readonly string[], kind: DefinitionKind = 'value', isLocal = false): number {
    this.definitions.push({ names, kind, isLocal });
    return this.definitions.length - 1;
  }

  /** Says what a definition is, once that is known. */
  specify(definition: number, kind: DefinitionKind): void {
    const known = this.definitions[definition];
    if (known && (known.kind === 'value' || kind === 'function')) known.kind = kind;
  }

  note(kind: 'calls' | 'aliases', name: string, definition: number): void {
    const known = this[kind].get(name);
    if (known === undefined) this[kind].set(name, [definition]);
    else if (known.at(-1) !== definition) known.push(definition);
  }

  noteImport(specifier: string, clause: string): void {
    const whole = [...clause.matchAll(WHOLE)].map(([, first, renamed]) => first ?? renamed);
    this.imports.push({ specifier, clause, whole: whole.map(name => name ?? 'default') });
  }

  noteRequired(specifier: string, definition: number): void {
    this.imports.push({ specifier, clause: '', whole: this.definitions[definition]?.names ?? [] });
  }
}

/** A default import, or the name under which a clause takes or passes on what is exported as `default`. */
const WHOLE = /^\s*(?:type\s+)?([\w$]+)|\bdefault\b(?:\s+as\s+([\w$]+))?/g;
