import { createServer, get as httpGet } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Bench, pause, stopBenches } from './holding.ts';

const server = createServer((_request, response) => {
  setTimeout(() => response.end('ok'), 5);
});
let url = '';

beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

afterEach(stopBenches);

async function fetched(path = '/drugs?token=secret#top'): Promise<void> {
  const response = await fetch(`${url}${path}`);
  await response.text();
}

function gotten(): Promise<unknown> {
  return new Promise((resolve, reject) => {
    httpGet(`${url}/old`, response => response.resume().on('end', resolve)).on('error', reject);
  });
}

/** An address where nobody listens any more. */
async function unreachable(): Promise<string> {
  const closed = createServer();
  await new Promise<void>(resolve => closed.listen(0, '127.0.0.1', resolve));
  const address = closed.address();
  await new Promise(resolve => closed.close(resolve));
  return typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
}

describe('use(): what is reported is proven', () => {
  test.each([
    ['fetch', () => fetched()],
    ['node:http', gotten],
    [
      'a helper that waited before',
      async () => {
        await pause(5);
        await fetched();
      },
    ],
    ['a call that fails', async () => fetch(await unreachable()).catch(() => undefined)],
  ])('%s', async (_, work) => {
    const bench = new Bench();
    await bench.use(work);
    expect(bench.kinds()).toEqual(['foreign-await']);
    expect(bench.reports[0]).toMatchObject({
      certainty: 'proof',
      rule: 'pool/no-await-while-held',
    });
  });

  test('the URL has neither query string nor fragment', async () => {
    const bench = new Bench();
    await bench.use(() => fetched());
    expect(bench.reports[0]?.foreign?.url).toBe(`${url}/drugs`);
    expect(bench.reports[0]?.message).toContain(`until GET ${url}/drugs was answered.`);
    expect(bench.reports[0]?.foreign?.at?.file).toMatch(/foreign-awaits\.test\.ts$/);
    expect(JSON.stringify(bench.reports)).not.toContain('secret');
  });
});

describe('use(): silent', () => {
  test('a call that nobody waits for', async () => {
    const bench = new Bench();
    let call: Promise<void> | undefined;
    await bench.use(async ({ hold }) => {
      call = fetched();
      hold.begin(performance.now(), 'select 1');
      await pause(30);
      hold.end(performance.now());
    });
    await call;
    expect(bench.reports).toEqual([]);
  });

  test('a call while a statement runs: the driver may speak HTTP', async () => {
    const bench = new Bench();
    await bench.use(async ({ hold }) => {
      hold.begin(performance.now(), 'select 1');
      await fetched();
      hold.end(performance.now());
    });
    expect(bench.reports).toEqual([]);
  });

  test('a call after the release', async () => {
    const bench = new Bench();
    await bench.use(async lease => {
      lease.release();
      await fetched();
    });
    expect(bench.reports).toEqual([]);
  });

  test('somebody else holds while this code calls', async () => {
    const bench = new Bench();
    const job = bench.use(() => pause(40));
    await fetched();
    await job;
    expect(bench.reports).toEqual([]);
  });
});

describe('a bare acquire: the stack decides what is proven', () => {
  test('fetch by the function that acquired', async () => {
    const bench = new Bench();
    const holder = async () => {
      const lease = await bench.enter();
      await fetched();
      lease.release();
    };
    await holder();
    expect(bench.reports.map(({ kind, certainty }) => [kind, certainty])).toEqual([
      ['foreign-await', 'proof'],
    ]);
  });

  test('acquired in a helper, called by its caller', async () => {
    const bench = new Bench();
    const acquired = () => bench.enter();
    const lease = await acquired();
    await fetched();
    lease.release();
    expect(bench.reports[0]).toMatchObject({ kind: 'foreign-await', certainty: 'suspicion' });
  });

  test('a sibling holds while the parent calls: no proof', async () => {
    const bench = new Bench();
    const sibling = async () => {
      const lease = await bench.enter();
      await pause(40);
      lease.release();
    };
    const job = sibling();
    await pause(1);
    await fetched();
    await job;
    expect(bench.reports.map(({ certainty }) => certainty)).not.toContain('proof');
  });

  test('a call after the release', async () => {
    const bench = new Bench();
    const lease = await bench.enter();
    lease.release();
    await fetched();
    expect(bench.reports).toEqual([]);
  });
});
