/**
 * Fails each Jest test that leaves a connection open:
 * `setupFilesAfterEnv: ['eslint-plugin-pool/runtime/jest']`, with Jest's support for ES modules.
 *
 * @module
 */
import { Guard } from './guard.ts';

/** The hooks that Jest puts into the global scope of a setup file. */
interface Hooks {
  beforeEach?(work: () => void): void;
  afterEach?(work: () => Promise<void>): void;
}

// Jest's globals have no types here, and are looked for below.
const { beforeEach, afterEach } = globalThis as Hooks;
if (beforeEach === undefined || afterEach === undefined) {
  throw new TypeError('Jest has no hooks yet: list this module in `setupFilesAfterEnv`.');
}
const guard = new Guard();
beforeEach(() => guard.begin());
afterEach(() => guard.end('after the test'));
