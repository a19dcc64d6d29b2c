import type { Tap } from './tap.ts';

/** What a pool says about itself, at one moment; `undefined` for what it does not know. */
export interface Reading {
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** Connections that are there. */
  readonly open: number | undefined;
  readonly idle: number | undefined;
  readonly waiting: number | undefined;
}

/** A library's pool: how it is recognised, listened to and read. */
export interface PoolKind {
  readonly name: string;
  /** Whether an object is such a pool. */
  matches(pool: object): boolean;
  /** The object that stands for the pool when there are several for one. */
  identityOf?(pool: object): object;
  /** Makes another object of the same pool tell what it knows. */
  join?(pool: object): void;
  /** Lets the tap hear of each hold; the result ends it. */
  attach(pool: object, tap: Tap): () => void;
  read(pool: object): Reading;
  /** Takes a connection from its holder, where the library lets us. */
  reclaim?(pool: object, connection: object): void;
}
