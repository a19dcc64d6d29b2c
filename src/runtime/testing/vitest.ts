/**
 * Fails each Vitest test that leaves a connection open: `setupFiles: ['eslint-plugin-pool/runtime/vitest']`.
 *
 * Tests that run concurrently are looked at together, after the last one of their file.
 *
 * @module
 */
import { Guard } from './guard.ts';

// The user has Vitest when Vitest loads this.
const { afterAll, afterEach, beforeAll, beforeEach } = await import('vitest');

const ofTest = new Guard();
const ofFile = new Guard();

beforeAll(() => ofFile.begin());
beforeEach(() => ofTest.begin());
afterEach(({ task }) => (task.concurrent === true ? undefined : ofTest.end('after the test')));
afterAll(() => ofFile.end('after the tests of this file'));
