/**
 * What awaiting the work of a package waits for, when that is no database: an HTTP request, a timer.
 *
 * Effects are data, like drivers: `test/effects` checks the names against the packages' own typings.
 * Only work that is proved to be foreign stands here; what a database package does, its driver says.
 */
export interface EffectSource {
  /** As messages print it: `axios`, `node:fs`, and `global` for what needs no import. */
  readonly package: string;
  /**
   * Import specifiers that are described here, built-in modules with `node:` before them. Default:
   * the package itself. A `*` at the end stands for any suffix: `@aws-sdk/client-*`.
   */
  readonly modules?: readonly string[];
  /** What a call waits for unless it says something else. */
  readonly waits: EffectKind;
  /**
   * Functions and methods whose result is awaited, or iterated with `for await`. Where several
   * patterns fit, one without `*` counts, else the first.
   */
  readonly calls: readonly EffectCall[];
  /**
   * Functions that start work and call back. They count where they are called in the executor of a
   * `new Promise`, and as the argument of `promisify`.
   */
  readonly callbacks?: readonly EffectCall[];
  /** What is waited for piece by piece with `for await`: calls, and properties of what they give. */
  readonly iterables?: readonly EffectCall[];
  /** Callees that wait for nothing although a pattern of `calls` or `callbacks` fits them. */
  readonly except?: readonly string[];
}

/**
 * A pattern over the path of a callee, alone or with its own kind.
 *
 * Paths are those of the shape `package-export`: the name of the import, then members, calls and
 * `new`, joined by dots, without `default`. So `axios.create().get` is `create.().get`, and
 * `new S3Client().send` is `S3Client.new.send`; so is `send` of a parameter `client: S3Client`.
 *
 * - `default` alone is the module called as a function: `axios(url)`
 * - `*` stands for any one segment, `**` for any number of them, also none
 * - `{get,post}` stands for each of them: `{,Stripe.}new.**` is `new.**` and `Stripe.new.**`
 */
export type EffectCall = string | { readonly path: string; readonly waits: EffectKind };

/** What is waited for; {@link wordsOf} says it in words. */
export type EffectKind = keyof typeof words;

const words = {
  http: 'an HTTP request',
  body: 'the body of a request or response',
  timer: 'a timer',
  file: 'a file',
  process: 'another process',
  worker: 'a worker thread',
  dns: 'a DNS lookup',
  socket: 'a network connection',
  queue: 'a message queue',
  cache: 'a cache',
  lock: 'a lock',
  hash: 'a hash',
  mail: 'an e-mail',
  message: 'a messaging service',
  payment: 'a payment service',
  cloud: 'a cloud service',
  ai: 'an AI model',
  browser: 'a browser',
  input: 'input',
  event: 'an event',
  iterable: 'whoever fills it',
} as const;

/** What an await waits for, as messages say it: "an HTTP request". */
export function wordsOf(kind: EffectKind): string {
  return words[kind];
}

/** All kinds; the keys of a constant object are those of its type. */
export const effectKinds = Object.keys(words) as readonly EffectKind[];

/** Types a list of effects, so that a file of data is checked where it is written. */
export function defineEffects(sources: readonly EffectSource[]): readonly EffectSource[] {
  return sources;
}
