/**
 * Fails each test of `node:test` that leaves a connection open:
 * `node --import eslint-plugin-pool/runtime/node-test --test`.
 *
 * @module
 */
import { afterEach, beforeEach } from 'node:test';
import { Guard } from './guard.ts';

const guard = new Guard();
beforeEach(() => guard.begin());
afterEach(() => guard.end('after the test'));
