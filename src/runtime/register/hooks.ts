import * as nodeModule from 'node:module';
import { commonJsSources, moduleSources } from './sources.ts';

/** The part of Node's CommonJS loader that compiles a file. Not documented, and the same since Node 0.x. */
interface CommonJsPrototype {
  _compile(this: unknown, content: string, file: string, ...rest: readonly unknown[]): unknown;
}

/** What a load hook answers with. */
interface Loaded {
  readonly format?: string | null | undefined;
  readonly source?: unknown;
}

/** Adds our lines to files of packages as Node loads them, whether required or imported. */
export function installHooks(): void {
  hookCommonJs();
  if ('registerHooks' in nodeModule) hookModules();
  else hookModulesFromThread();
}

function hookCommonJs(): void {
  // Node's Module class has a prototype with `_compile`.
  const prototype = nodeModule.Module.prototype as unknown as CommonJsPrototype;
  const original = prototype._compile;
  prototype._compile = function (content, file, ...rest) {
    const found = commonJsSources.find(source => source.file.test(file));
    const text = found === undefined ? content : `${content}\n;${found.addition}\n`;
    return original.call(this, text, file, ...rest);
  };
}

/** Node 22.15 and later have hooks in the same thread. */
function hookModules(): void {
  const { registerHooks } = nodeModule as unknown as {
    registerHooks(hooks: {
      load(url: string, context: object, next: (url: string, context: object) => Loaded): Loaded;
    }): void;
  };
  registerHooks({
    load: (url, context, next) => {
      const loaded = next(url, context);
      const found = moduleSources.find(({ file }) => file.test(url));
      if (found === undefined || loaded.format !== 'module') return loaded;
      return { ...loaded, source: `${textOf(loaded.source)}\n;${found.addition}\n` };
    },
  });
}

/** Earlier versions run hooks in a thread of their own, from a module that must stand alone. */
function hookModulesFromThread(): void {
  const cases = moduleSources.map(
    ({ file, addition }) => `[${String(file)}, ${JSON.stringify(`\n;${addition}\n`)}]`,
  );
  const code = `
    const additions = [${cases.join()}];
    export async function load(url, context, next) {
      const loaded = await next(url, context);
      const found = additions.find(([file]) => file.test(url));
      if (found === undefined || loaded.format !== 'module') return loaded;
      return { ...loaded, source: Buffer.from(loaded.source).toString() + found[1] };
    }`;
  nodeModule.register(`data:text/javascript,${encodeURIComponent(code)}`);
}

function textOf(source: unknown): string {
  if (typeof source === 'string') return source;
  return source instanceof Uint8Array || source instanceof ArrayBuffer
    ? new TextDecoder().decode(source)
    : '';
}
