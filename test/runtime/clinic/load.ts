import { once } from 'node:events';
import { createServer } from 'node:http';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import pg from 'pg';
import { globSync } from 'tinyglobby';
import type { Report } from '../../../src/runtime/detector/report.ts';
import { services } from '../watch/services.ts';

const clinic = 'fixtures/apps/clinic';

/** A source of the app, and what stands in its place. */
export type Corrections = Readonly<
  Record<string, readonly (readonly [from: string, to: string])[]>
>;

/** Compiles the app file by file, with source maps, as its own `tsc` would. */
export async function compileClinic(folder: string, corrections: Corrections = {}): Promise<void> {
  const files = globSync('src/**/*.{ts,js}', { cwd: clinic });
  for (const file of files) {
    const target = join(folder, file);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, correct(file, corrections[file] ?? []));
  }
  await build({
    entryPoints: files.map(file => join(folder, file)),
    outdir: join(folder, 'dist'),
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'error',
  });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
}

function correct(file: string, edits: readonly (readonly [from: string, to: string])[]): string {
  return edits.reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
      return text.replace(from, to);
    },
    readFileSync(join(clinic, file), 'utf8'),
  );
}

/** Runs the app under `register` in a schema of its own, and some load; answers with its reports. */
export async function runClinic(folder: string, node: string): Promise<readonly Report[]> {
  const schema = `clinic_${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
  const reports = join(folder, `reports-${schema}.jsonl`);
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  await using database = await openSchema(schema);
  await using interactions = await startInteractions();
  await using app = startApp(folder, node, {
    PORT: String(port),
    DATABASE_URL: database.url,
    INTERACTIONS_URL: interactions.url,
    POOL_WATCH_IDLE_MS: '1500',
    POOL_WATCH_REPORTS: reports,
  });
  await load(`http://127.0.0.1:${port}`, app.output);
  await new Promise(done => setTimeout(done, 2500));
  const lines = existsSync(reports) ? readFileSync(reports, 'utf8').split('\n') : [];
  return lines.filter(line => line !== '').map(line => JSON.parse(line) as Report);
}

async function openSchema(schema: string): Promise<AsyncDisposable & { readonly url: string }> {
  const { host, port, user, database } = services.postgres;
  const admin = new pg.Client(services.postgres);
  await admin.connect();
  await admin.query(`create schema ${schema}; set search_path to ${schema};`);
  await admin.query(readFileSync(join(clinic, 'schema.sql'), 'utf8'));
  await admin.query(
    `insert into patients (insurance_number, family_name, given_name) values ('A1', 'Dent', 'Arthur');
     insert into appointments (patient_id, doctor_id, starts_at) values (1, 7, now() - interval '1 day')`,
  );
  return {
    url: `postgres://${user}@${host}:${port}/${database}?options=-c%20search_path%3D${schema}`,
    async [Symbol.asyncDispose]() {
      await admin.query(`drop schema ${schema} cascade`);
      await admin.end();
    },
  };
}

/** The interaction service; it takes its time. */
async function startInteractions(): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((_request, response) => {
    setTimeout(() => response.end('[]'), 250);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise(done => server.close(() => done()));
    },
  };
}

function startApp(
  folder: string,
  node: string,
  variables: NodeJS.ProcessEnv,
): AsyncDisposable & { output(): string } {
  const register = resolve('dist/runtime/register.js');
  const args = ['--enable-source-maps', '--import', register, join(folder, 'dist/server.js')];
  const env = { ...process.env, NODE_OPTIONS: '', ...variables };
  const child = spawn(node, args, { cwd: folder, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  return {
    output: () => output,
    async [Symbol.asyncDispose]() {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}

async function load(url: string, output: () => string): Promise<void> {
  await untilUp(`${url}/health`, output);
  const post = (path: string, body: object) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).then(response => response.text());
  const worker = async (number: number) => {
    for (let round = 0; round < 6; round++) {
      await fetch(`${url}/patients?name=D`).then(response => response.text());
      await fetch(`${url}/patients/1`).then(response => response.text());
      await post('/prescriptions', { patientId: '1', drugCode: `N02B${number}`, doseMg: 500 });
      await fetch(`${url}/reports/takings/2026-11-27`).then(response => response.text());
    }
  };
  await Promise.all([0, 1, 2, 3, 4, 5].map(worker));
  // The visit was not done yet: the error path of the invoice.
  for (let round = 0; round < 3; round++)
    await post('/billing/invoices', { appointmentId: '1', amountCents: 4200 });
}

async function untilUp(url: string, output: () => string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const isUp = await fetch(url).then(
      response => response.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise(done => setTimeout(done, 100));
  }
  throw new Error(`The app did not start.\n${output()}`);
}
