import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readClock } from '../clock.ts';
import type { Hold } from '../holds/hold.ts';
import type { ForeignCall } from './report.ts';
import { callerOf, isBegunByHolder, type Caller } from './same-function.ts';
import type { Scope, Scopes } from './scopes.ts';
import { toShownUrl } from './wording.ts';

/** What a call over the network was, and in which holds it began. */
interface Pending {
  readonly call: ForeignCall;
  readonly began: readonly { readonly scope: Scope; readonly isProven: boolean }[];
}

/** A foreign call that was answered while the connection stood idle. */
export interface ForeignAwait {
  readonly hold: Hold;
  readonly call: ForeignCall;
  readonly isProven: boolean;
}

/** Who wants to know. */
export interface ForeignListener {
  /** A call begins inside a live hold. It may be one that nobody waits for. */
  onCall(hold: Hold, call: ForeignCall): void;
  /** A call was answered, and no statement ran since it began. */
  onAwait(found: ForeignAwait): void;
}

type Message = Parameters<Parameters<typeof subscribe>[1]>[0];

/**
 * Watches calls over HTTP that begin inside a hold.
 *
 * A call that is answered while its connection ran nothing in between was waited for with the connection in
 * hand. One that is still on its way when the next statement runs was not.
 */
export class ForeignCalls {
  readonly #scopes: Scopes;
  readonly #listener: ForeignListener;
  readonly #pending = new WeakMap<object, Pending>();
  readonly #handlers: ReadonlyMap<string, (message: Message) => void>;

  constructor(scopes: Scopes, listener: ForeignListener) {
    this.#scopes = scopes;
    this.#listener = listener;
    const begins = ['undici:request:create', 'http.client.request.created'] as const;
    const answers = ['undici:request:headers', 'undici:request:error'] as const;
    const ends = ['http.client.response.finish', 'http.client.request.error'] as const;
    this.#handlers = new Map([
      ...begins.map(name => [name, this.#beginHandler(name)] as const),
      // Older versions of Node tell of a request only once it is on its way, with no caller on the stack.
      ['http.client.request.start', this.#beginHandler('http.client.request.start')] as const,
      ...[...answers, ...ends].map(name => [name, this.#answer] as const),
    ]);
  }

  /** Begins to listen. */
  start(): void {
    for (const [name, handler] of this.#handlers) subscribe(name, handler);
  }

  /** Stops listening. */
  stop(): void {
    for (const [name, handler] of this.#handlers) unsubscribe(name, handler);
  }

  #beginHandler(channel: string): (message: Message) => void {
    const handler = (message: Message): void => {
      const scopes = this.#scopes.current();
      const request = requestIn(message);
      if (scopes.length === 0 || request === undefined || this.#pending.has(request)) return;
      // A driver that speaks HTTP itself does so while a statement of its runs.
      const idle = scopes.filter(({ hold }) => (hold.usage?.running ?? 0) === 0);
      if (idle.length === 0) return;
      const caller = callerOf(handler);
      const call = describe(channel, request, caller);
      const began = idle.map(scope => ({
        scope,
        isProven: scope.isExact || isBegunByHolder(scope.hold, caller, 'any'),
      }));
      this.#pending.set(request, { call, began });
      for (const { hold } of idle) this.#listener.onCall(hold, call);
    };
    return handler;
  }

  readonly #answer = (message: Message): void => {
    const request = requestIn(message);
    const pending = request && this.#pending.get(request);
    if (request === undefined || pending === undefined) return;
    this.#pending.delete(request);
    for (const { scope, isProven } of pending.began) {
      const { hold } = scope;
      if (hold === undefined || scope.isReported || !isIdleSince(hold, pending.call.startedAt)) {
        continue;
      }
      scope.isReported = true;
      this.#listener.onAwait({ hold, call: pending.call, isProven });
    }
  };
}

function isIdleSince({ releasedAt, usage }: Hold, moment: number): boolean {
  if (releasedAt !== undefined) return false;
  return usage === undefined || (usage.running === 0 && usage.lastUsedAt <= moment);
}

function requestIn(message: Message): object | undefined {
  if (typeof message !== 'object' || message === null || !('request' in message)) return undefined;
  const { request } = message;
  return typeof request === 'object' && request !== null ? request : undefined;
}

function describe(channel: string, request: object, caller: Caller): ForeignCall {
  const { method = 'GET', path = '/' } = request as { method?: string; path?: string };
  return {
    channel,
    method,
    url: toShownUrl(originOf(request), path),
    startedAt: readClock(),
    at: caller.at,
  };
}

/** undici's requests have an origin; those of `node:http` have a protocol and a host. */
function originOf(request: object): string {
  const { origin, protocol, host, getHeader } = request as {
    origin?: unknown;
    protocol?: string;
    host?: string;
    getHeader?: (name: string) => unknown;
  };
  if (origin !== undefined) return String(origin);
  const named = getHeader?.call(request, 'host');
  return `${protocol ?? 'http:'}//${typeof named === 'string' ? named : (host ?? 'unknown host')}`;
}
