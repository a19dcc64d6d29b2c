import { describe, expect, test } from 'vitest';
import { wordsOf } from '../../src/effects/effect.ts';
import type { EffectSource } from '../../src/effects/effect.ts';
import { effects } from '../../src/effects/index.ts';
import { effectOf, hasEffects } from '../../src/effects/match.ts';
import type { EffectUse } from '../../src/effects/match.ts';

/** What a call of a path with dots waits for; the empty text is the module itself. */
function kindOf(specifier: string, path: string, use?: EffectUse): string | undefined {
  return effectOf(effects, specifier, path === '' ? [] : path.split('.'), use)?.kind;
}

describe('calls', () => {
  test.each([
    ['global', 'fetch', 'http'],
    ['global', 'fetch.().json', 'body'],
    ['global', 'structuredClone', undefined],
    ['axios', '', 'http'],
    ['axios', 'get', 'http'],
    ['axios', 'create.().post', 'http'],
    ['axios', 'AxiosInstance.new.get', 'http'],
    ['axios', 'create', undefined],
    ['axios', 'isAxiosError', undefined],
    ['bullmq', 'Queue.new.add', 'queue'],
    ['async-mutex', 'Mutex.new.runExclusive', 'lock'],
    ['async-mutex', 'Mutex.new.isLocked', undefined],
    ['bcrypt', 'hash', 'hash'],
    ['nodemailer', 'createTransport.().sendMail', 'mail'],
    ['nodemailer', 'createTransport', undefined],
    ['stripe', 'new.paymentIntents.create', 'payment'],
    ['stripe', '().customers.list.().autoPagingToArray', 'payment'],
    ['stripe', 'new.webhooks.constructEventAsync', undefined],
    ['node:fs', 'promises.readFile', 'file'],
    ['node:fs', 'readFile', undefined],
    ['node:fs/promises', 'readFile', 'file'],
    ['stripe', 'new.customers.list.().then', undefined],
    ['stripe', 'new.customers.list.().then.().catch', undefined],
    ['node:timers/promises', 'setTimeout', 'timer'],
    ['got', '().json', 'http'],
    ['got', 'extend.().extend.()', 'http'],
    ['superagent', 'post.().send.().set', 'http'],
    ['redis', 'createClient.().get', 'cache'],
    ['redis', 'createClient.().connect.().multi.().set.().exec', 'cache'],
    ['redis', 'createClientPool.().get', undefined],
    ['ioredis', 'new.get', 'cache'],
    ['ioredis', 'Cluster.new.pipeline.().get.().exec', 'cache'],
    ['aws-sdk', 'S3.new.getObject.().promise', 'cloud'],
    ['aws-sdk', 'SQS.new.sendMessage.().promise', 'queue'],
    ['aws-sdk', 'DynamoDB.DocumentClient.new.get.().promise', 'cloud'],
    ['@aws-sdk/client-s3', 'S3Client.new.send', 'cloud'],
    ['@aws-sdk/client-s3', 'S3Client.new.send.().Body.transformToString', 'body'],
    ['@aws-sdk/client-sqs', 'SQSClient.new.send', 'queue'],
    ['@google-cloud/storage', 'Storage.new.bucket.().file.().save', 'cloud'],
    ['@google-cloud/storage', 'Storage.new.bucket.().file.().getSignedUrl', undefined],
    ['@google-cloud/tasks', 'CloudTasksClient.new.queuePath', undefined],
    ['firebase-admin', 'auth.().getUser', 'cloud'],
    ['firebase-admin', 'auth.().verifyIdToken', undefined],
    ['firebase-admin/messaging', 'getMessaging.().send', 'message'],
    ['amqplib', 'connect.().createChannel.().assertQueue', 'queue'],
    ['amqplib', 'connect.().createChannel.().sendToQueue', undefined],
    ['sharp', '().resize.().toBuffer', 'worker'],
    ['sharp', '().resize', undefined],
    ['openai', 'new.chat.completions.create', 'ai'],
    ['twilio', '().messages.create', 'message'],
    ['lodash', 'get', undefined],
  ])('%s %s waits for %s', (specifier, path, kind) => {
    expect(kindOf(specifier, path)).toBe(kind);
  });
});

describe('callbacks', () => {
  test.each([
    ['global', 'setTimeout', 'timer'],
    ['node:fs', 'readFile', 'file'],
    ['node:https', 'get', 'http'],
    ['node:fs', 'readFileSync', undefined],
  ])('%s %s waits for %s', (specifier, path, kind) => {
    expect(kindOf(specifier, path, 'callbacks')).toBe(kind);
  });

  test('are not awaited', () => {
    expect(kindOf('global', 'setTimeout')).toBeUndefined();
  });
});

describe('one source among several', () => {
  const wide: EffectSource = {
    package: '@acme/*',
    modules: ['@acme/*'],
    waits: 'cloud',
    calls: ['*.new.send'],
  };
  const narrow: EffectSource = {
    package: '@acme/queue',
    waits: 'queue',
    calls: ['**.send'],
    except: ['Buffer.**'],
  };
  const sources = [wide, narrow];

  test('for one module stands before one for many', () => {
    const path = ['Client', 'new', 'send'];
    expect(effectOf(sources, '@acme/queue', path)).toEqual({ source: narrow, kind: 'queue' });
    expect(effectOf(sources, '@acme/files', path)).toEqual({ source: wide, kind: 'cloud' });
    expect(effectOf(sources, '@other/files', path)).toBeUndefined();
  });

  test('speaks last of what it excepts', () => {
    const path = ['Buffer', 'new', 'send'];
    expect(effectOf(sources, '@acme/queue', path)).toBeUndefined();
    expect(effectOf(sources, '@acme/files', path)?.kind).toBe('cloud');
  });

  test('knows its modules', () => {
    expect(hasEffects(sources, '@acme/files')).toBe(true);
    expect(hasEffects(sources, 'acme')).toBe(false);
  });
});

test('kinds have words', () => {
  expect(wordsOf('http')).toBe('an HTTP request');
});
