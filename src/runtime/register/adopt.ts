import { patch } from '../watch/patch.ts';
import { globalName } from './sources.ts';

type Constructor = new (...args: never[]) => object;

/** What code that is added to packages calls. */
interface Adopter {
  /** A class in the place of one, each of whose objects is adopted. */
  ofClass<Class extends Constructor>(original: Class): Class;
  /** Adopts an object when this method of it is called for the first time. */
  onCall(original: Constructor, method: string): void;
  /** The exports of a module, with a function whose results are adopted. */
  ofFactory<Exports extends object>(exports: Exports, name: string): Exports;
}

/** Puts the adopter where added code finds it. */
export function installAdopter(adopt: (pool: object) => void): void {
  const adoptSafely = (pool: object): void => {
    try {
      adopt(pool);
    } catch (error) {
      // The program goes on as it would without us.
      process.emitWarning(`A pool is not watched: ${String(error)}`, { type: 'PoolWarning' });
    }
  };
  const adopter: Adopter = {
    ofClass: original => proxyOf(original, adoptSafely),
    onCall: (original, method) => adoptOnCall(original, method, adoptSafely),
    ofFactory: (exports, name) => {
      const copy = { ...exports };
      patch(
        copy,
        name,
        create =>
          function (this: unknown, ...args) {
            const pool = create.apply(this, args);
            if (typeof pool === 'object' && pool !== null) adoptSafely(pool);
            return pool;
          },
      );
      return copy;
    },
  };
  Reflect.set(globalThis, Symbol.for(globalName), adopter);
}

function proxyOf<Class extends Constructor>(original: Class, adopt: (pool: object) => void): Class {
  return new Proxy(original, {
    construct(target, args, newTarget) {
      // What a constructor makes is an object.
      const pool = Reflect.construct(target, args, newTarget) as object;
      adopt(pool);
      return pool;
    },
  });
}

function adoptOnCall(original: Constructor, method: string, adopt: (pool: object) => void): void {
  const prototype: unknown = original.prototype;
  if (typeof prototype !== 'object' || prototype === null) return;
  const seen = new WeakSet<object>();
  patch(
    prototype,
    method,
    call =>
      function (this: unknown, ...args) {
        const pool = this as object;
        if (seen.has(pool)) return call.apply(pool, args);
        seen.add(pool);
        adopt(pool);
        // Watching has put another method on the object.
        return (Reflect.get(pool, method) as typeof call).apply(pool, args);
      },
  );
}
