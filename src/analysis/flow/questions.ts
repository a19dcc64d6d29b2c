import type { AmbientCall } from '../../drivers/ambient.ts';
import type { Driver } from '../../drivers/driver.ts';
import type { Shape } from '../../evidence/shape.ts';
import type { Helper } from '../../drivers/own-functions.ts';
import type { Declared } from '../../evidence/declared.ts';
import { choicesOf } from '../../evidence/choices.ts';
import type { EvidenceSource } from '../../evidence/syntax.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { isFunction } from '../../source/walk.ts';
import { scopeIn } from '../work/pool-work.ts';
import { Declarations } from './declarations.ts';
import { type Acquired, acquireOf } from './driver-methods.ts';
import { isAcquireName, isScopeName } from './method-names.ts';
import type { Value } from './values.ts';

/** What the other files of a project say, hardly any of them parsed. */
export interface Surroundings {
  /** Whether a call of that name may lead to an acquire; a member's begins with a dot. */
  leads(file: SourceFile, name: string): boolean;
  /** Whether one of some words is a type that may be a connection. */
  namesLent(words: readonly string[]): boolean;
  /** Whether the nearest `package.json` names a package. */
  dependsOn(path: string, name: string): boolean;
  /** Whether the program around a file makes a call that has transactions carried along unseen. */
  hasAmbientCall(path: string, call: AmbientCall): boolean;
  /** Whether a file, or one that it imports, has `@acquires`, `@releases` or `@borrows` in it. */
  mentionsTags(file: SourceFile): boolean;
}

/** What questions are answered from. */
export interface QuestionOptions {
  readonly evidence: EvidenceSource;
  readonly drivers: readonly Driver[];
  readonly helpers: readonly Helper[];
  readonly surroundings: Surroundings;
}

/** What the flow asks the evidence. */
export class Questions {
  readonly drivers: readonly Driver[];
  readonly #evidence: EvidenceSource;
  readonly #surroundings: Surroundings;
  /** What the user declares of functions. */
  readonly declarations: Declarations;
  readonly #acquired = new Map<Node, Acquired | null>();

  constructor(options: QuestionOptions) {
    const { evidence, drivers, surroundings } = options;
    this.drivers = drivers;
    this.declarations = new Declarations(options);
    this.#evidence = evidence;
    this.#surroundings = surroundings;
  }

  declaredOf(file: SourceFile, call: Node): Declared | undefined {
    return this.declarations.of(file, call);
  }

  /** Whether one of some words is a type that may be a connection. */
  namesLent(words: readonly string[]): boolean {
    return this.#surroundings.namesLent(words);
  }

  dependsOn(file: SourceFile, name: string): boolean {
    return this.#surroundings.dependsOn(file.path, name);
  }

  hasAmbientCall(file: SourceFile, call: AmbientCall): boolean {
    return this.#surroundings.hasAmbientCall(file.path, call);
  }

  shapeOf(file: SourceFile, node: Node): Shape | undefined {
    return this.#evidence.shapeOf(file, node);
  }

  identityOf(file: SourceFile, node: Node): string | undefined {
    return this.#evidence.identityOf(file, node);
  }

  /** The package whose module makes the pool that a value belongs to; see the evidence. */
  ownPoolOf(file: SourceFile, node: Node): string | undefined {
    return this.#evidence.ownPoolOf(file, node);
  }

  /** What a property of a value is. */
  memberOf(of: Shape, name: string): Shape | undefined {
    return this.#evidence.memberOf(of, name);
  }

  /** Asks a type checker, once, what syntax does not know of these nodes. */
  prepare(file: SourceFile, nodes: readonly Node[]): void {
    this.#evidence.prepare(file, nodes);
    this.#acquired.clear();
  }

  /** The function an expression certainly is, as a closure to invoke. */
  closureOf(file: SourceFile, node: Node): Extract<Value, { k: 'closure' }> | undefined {
    if (isFunction(node)) return { k: 'closure', file, node };
    const shape = this.shapeOf(file, node);
    return shape?.kind === 'function'
      ? { k: 'closure', file: shape.file, node: shape.node }
      : undefined;
  }

  /** The literals of an expression's type, as text; `undefined` when it has others. */
  literalsOf(file: SourceFile, node: Node): readonly string[] | undefined {
    return this.#evidence.literalsOf(file, node);
  }

  isExhaustive(file: SourceFile, node: Node): boolean {
    return node.type === 'SwitchStatement' && (this.#evidence.exhaustive(file, node) ?? false);
  }

  /** Whether the program does not go on after a call: `process.exit()`, or a type says `never`. */
  endsHere(file: SourceFile, node: Node): boolean {
    if (node.type !== 'CallExpression') return false;
    const { callee } = node;
    if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier') {
      const isProcess = callee.object.type === 'Identifier' && callee.object.name === 'process';
      if (isProcess && ['exit', 'abort', 'reallyExit'].includes(callee.property.name)) return true;
    }
    // A call whose value is used gives one; asking a type checker about each would cost too much.
    if (node.parent?.type !== 'ExpressionStatement' && node.parent?.type !== 'ReturnStatement')
      return false;
    return this.#evidence.isNever(file, node);
  }

  /** Whether methods of that name may acquire. */
  isAcquireName(name: string): boolean {
    return isAcquireName(this.drivers, name);
  }

  /** Whether methods of that name may acquire, or hold a connection while a callback runs. */
  isHoldName(name: string): boolean {
    return this.isAcquireName(name) || isScopeName(this.drivers, name);
  }

  /** What a call means to a driver, found out once. */
  acquireOf(file: SourceFile, call: Node): Acquired | undefined {
    const known = this.#acquired.get(call);
    if (known !== undefined) return known ?? undefined;
    const found = acquireOf(this, file, call);
    this.#acquired.set(call, found ?? null);
    return found;
  }

  /** Whether a call acquires, by itself. */
  acquiresIn(file: SourceFile, call: Node): boolean {
    if (this.declaredOf(file, call)?.acquires !== undefined) return true;
    if (!this.#couldAcquire(file, call)) return false;
    const found = this.acquireOf(file, call);
    return found?.kind === 'acquire' || found?.kind === 'standalone';
  }

  /** Whether a call holds a connection while a callback runs. */
  scopesIn(file: SourceFile, call: Node): boolean {
    if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return false;
    const { property } = call.callee;
    if (property.type !== 'Identifier' || !isScopeName(this.drivers, property.name)) return false;
    const found = this.acquireOf(file, call);
    if (found?.kind === 'acquire') return found.spec.callback === 'scoped';
    if (found?.kind !== 'pool') return false;
    return scopeIn(found.types, found.method) !== undefined;
  }

  /** Asking what a value is costs more than reading the name of what is called. */
  #couldAcquire(file: SourceFile, call: Node): boolean {
    if (call.type !== 'CallExpression' && call.type !== 'NewExpression') return false;
    const { callee } = call;
    if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier') {
      return this.isAcquireName(callee.property.name);
    }
    if (callee.type !== 'Identifier' || this.isAcquireName(callee.name)) return true;
    if (!this.#surroundings.leads(file, callee.name)) return false;
    const definition = file.variableOf(callee)?.defs[0];
    if (definition?.type === 'ImportBinding') return true;
    return definition?.node.type === 'VariableDeclarator' && mayBeExport(definition.node);
  }

  /** Whether the function behind a callee can be one that acquires; what has no name may. */
  mayLeadToAcquire(file: SourceFile, callee: Node): boolean {
    if (callee.type === 'Identifier') {
      const definition = file.variableOf(callee)?.defs[0];
      if (definition?.type === 'Parameter') return true;
      return this.#surroundings.leads(file, callee.name);
    }
    if (callee.type !== 'MemberExpression' || callee.computed) return true;
    const { property } = callee;
    const isNamed = property.type === 'Identifier' || property.type === 'PrivateIdentifier';
    return !isNamed || this.#surroundings.leads(file, `.${property.name}`);
  }
}

/** Made by a function as in `promisify(pool.connect)`, or taken off something: `pg.Client ?? pg.default?.Client`. */
function mayBeExport({ id, init }: Extract<Node, { type: 'VariableDeclarator' }>): boolean {
  if (init === null) return false;
  return id.type === 'ObjectPattern' || choicesOf(init).some(({ type }) => TAKEN.has(type));
}

const TAKEN: ReadonlySet<string> = new Set(['CallExpression', 'MemberExpression']);
