import type { TypeOracle } from './type-oracle.ts';

/** The type checker behind typescript-eslint's parser services; `undefined` when they have none. */
export function fromParserServices(_parserServices: unknown): TypeOracle | undefined {
  return undefined;
}
