import { AsyncLocalStorage } from 'node:async_hooks';
import type { Hold } from '../holds/hold.ts';

/** What runs while one connection is held, as far as async context tells. */
export interface Scope {
  /** `undefined` until the connection is there. */
  hold: Hold | undefined;
  /** Whether only work inside the hold can be in this scope; else it began at a bare acquire. */
  readonly isExact: boolean;
  /** The hold that this one began in. */
  readonly outer: Scope | undefined;
  /** Whether a foreign call of this hold was reported. */
  isReported: boolean;
}

/**
 * Knows which holds the running code is in.
 *
 * `run` is exact. `enter` marks the rest of the calling function, and with it everything that its callers do
 * afterwards: what is seen in such a scope needs further evidence.
 */
export class Scopes {
  readonly #storage = new AsyncLocalStorage<Scope>();

  /** Runs work inside a hold that ends with it. */
  run<Result>(hold: Hold, work: () => Result): Result {
    const scope = { hold, isExact: true, outer: this.#open(), isReported: false };
    return this.#storage.run(scope, work);
  }

  /** Begins a scope at an acquire, for the code that follows it. */
  enter(): Scope {
    const scope = { hold: undefined, isExact: false, outer: this.#open(), isReported: false };
    this.#storage.enterWith(scope);
    return scope;
  }

  /** Enters a scope again: whoever uses the connection is in its hold. */
  enterAgain(scope: Scope): void {
    if (this.#storage.getStore() !== scope) this.#storage.enterWith(scope);
  }

  /** Calls a callback that was given the connection, inside the scope. */
  call<Result>(scope: Scope, callback: () => Result): Result {
    return this.#storage.run(scope, callback);
  }

  /** The live holds that the running code is in, innermost first. */
  current(): readonly (Scope & { readonly hold: Hold })[] {
    const found: (Scope & { readonly hold: Hold })[] = [];
    for (let scope = this.#open(); scope !== undefined; scope = openFrom(scope.outer)) {
      if (hasHold(scope)) found.push(scope);
    }
    return found;
  }

  /** Scopes of holds that ended are left out, so that a chain of them cannot grow. */
  #open(): Scope | undefined {
    return openFrom(this.#storage.getStore());
  }
}

function openFrom(start: Scope | undefined): Scope | undefined {
  let scope = start;
  while (scope !== undefined && !isLive(scope.hold)) scope = scope.outer;
  return scope;
}

function isLive(hold: Hold | undefined): boolean {
  return hold !== undefined && hold.releasedAt === undefined;
}

function hasHold(scope: Scope): scope is Scope & { readonly hold: Hold } {
  return scope.hold !== undefined;
}
