import { describe, expect, test } from 'vitest';
import { readCompose } from '../../src/fleet/compose.ts';
import { readKubernetes } from '../../src/fleet/kubernetes.ts';
import { readPm2 } from '../../src/fleet/pm2.ts';
import type { Service } from '../../src/fleet/service.ts';
import { composed, fileOf, refusal } from './pools.ts';

function brief({ name, instances, surge, folder }: Service): string {
  return `${name} ${instances.value ?? '?'}+${surge.value ?? '?'} ${folder ?? '-'}`;
}

function variables(service: Service | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...(service?.environment ?? [])].map(([name, { value }]) => [name, value]),
  );
}

describe('Compose', () => {
  test('copies, what is built, and what more runs during an update', () => {
    const services = composed(`
x-base: &base
  build: { context: ./api }
  environment: { A: "1", B: "2" }
services:
  api:
    <<: *base
    environment: [A=3]
    deploy:
      replicas: 3
      update_config: { order: start-first, parallelism: 2 }
  worker: { build: ., scale: 2 }
  cron: { image: node:22, working_dir: /srv, volumes: ['./cron:/srv'] }
  everywhere: { image: x, deploy: { mode: global } }
  tools: { image: y, profiles: [manual] }
`);
    expect(services.map(brief)).toEqual([
      'api 3+2 /app/api',
      'worker 2+0 /app',
      'cron 1+0 /app/cron',
      'everywhere ?+0 -',
    ]);
    expect(services[0]?.instances.from).toBe('docker-compose.yml:10');
    expect(variables(services[0])).toEqual({ A: '3' });
  });

  test('variables are filled in as Compose does, from .env and from defaults', () => {
    const text = `
services:
  api:
    environment:
      A: \${SIZE:-10}
      B: \${COPIES}
      C: $$COPIES
      D: \${NOWHERE}
      E: \${COPIES:+set}
    deploy: { replicas: $COPIES }
`;
    const files: Readonly<Record<string, string>> = { '/app/.env': 'COPIES=4 # four\n' };
    const [api] = readCompose([fileOf('compose.yaml', text)], path => files[path]);
    expect(api && brief(api)).toBe('api 4+0 -');
    expect(variables(api)).toEqual({ A: '10', B: '4', C: '$COPIES', E: 'set' });
  });

  test('a later file changes what an earlier one says', () => {
    const base = fileOf('a.yml', 'services: { api: { build: ., environment: { A: 1, B: 2 } } }');
    const over = fileOf(
      'b.yml',
      'services: { api: { scale: 5, environment: { B: 3 } }, db: { image: postgres } }',
    );
    const [api, db] = readCompose([base, over], () => undefined);
    expect(api && brief(api)).toBe('api 5+0 /app');
    expect(variables(api)).toEqual({ A: '1', B: '3' });
    expect(db?.image).toBe('postgres');
  });

  test('an error has its line and column', () => {
    const text = 'services:\n  api:\n    image: "x\n  db: {}\n';
    expect(refusal(() => composed(text))).toMatch(/^docker-compose\.yml:\d+:\d+: .+\.$/);
    expect(refusal(() => composed('services:\n  api: [x\n'))).toMatch(/^docker-compose\.yml:3:1: /);
    expect(refusal(() => composed('services:\n\tapi: x\n'))).toMatch(/^docker-compose\.yml:2:1: /);
  });
});

describe('Kubernetes', () => {
  const deployment = (spec: string, name = 'api') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
${spec}
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: main
          image: registry.example.org/team/${name}:3
          command: [node, server.js]
          envFrom: [{ configMapRef: { name: shared } }]
          env:
            - { name: PG_POOL_MAX, value: "20" }
            - { name: SECRET, valueFrom: { secretKeyRef: { name: s, key: k } } }
            - { name: PICKED, valueFrom: { configMapKeyRef: { name: shared, key: host } } }
`;

  test.each([
    ['  replicas: 4', 'api 4+1 -'],
    ['  replicas: 10', 'api 10+3 -'],
    ['  replicas: 4\n  strategy: { rollingUpdate: { maxSurge: 2 } }', 'api 4+2 -'],
    ['  replicas: 4\n  strategy: { rollingUpdate: { maxSurge: 100% } }', 'api 4+4 -'],
    ['  replicas: 4\n  strategy: { type: Recreate }', 'api 4+0 -'],
    ['  paused: false', 'api 1+1 -'],
  ])('%j', (spec, expected) => {
    expect(readKubernetes([fileOf('api.yaml', deployment(spec))]).map(brief)).toEqual([expected]);
  });

  test('an autoscaler counts with its most, overlays with theirs, and a pod has what maps give it', () => {
    const scaler = `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: api }
spec: { scaleTargetRef: { kind: Deployment, name: api }, minReplicas: 2, maxReplicas: 12 }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: shared }
data: { host: db, port: "5432" }
---
apiVersion: v1
kind: Service
metadata: { name: api-internal }
spec: { selector: { app: api } }
`;
    const patch = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: worker }
spec: { replicas: 6 }
`;
    const services = readKubernetes([
      fileOf('api.yaml', deployment('  replicas: 2')),
      fileOf('more.yaml', scaler),
      fileOf('base/worker.yaml', deployment('  replicas: 1', 'worker')),
      fileOf('prod/worker.yaml', patch),
    ]);
    expect(services.map(brief)).toEqual(['api 12+3 -', 'worker 6+2 -']);
    expect(services[0]?.instances.from).toBe('more.yaml:5');
    expect(services[1]?.instances.from).toBe('prod/worker.yaml:5');
    expect(services[0]?.hosts).toEqual(['api', 'api-internal']);
    expect(variables(services[0])).toEqual({
      host: 'db',
      port: '5432',
      PG_POOL_MAX: '20',
      PICKED: 'db',
    });
  });
});

describe('pm2', () => {
  test('JavaScript is read and never run', () => {
    const text = `
process.exit(1);
const common = { env: { PG_POOL_MAX: 5 } };
module.exports = {
  apps: [
    { name: 'api', script: 'server.js', instances: 4, exec_mode: 'cluster', ...common },
    { name: 'worker', script: 'worker.js', cwd: './jobs' },
    { name: 'all', instances: 'max' },
    { name: 'open', instances: process.env.WEB || 2 },
  ],
};`;
    const services = readPm2(fileOf('ecosystem.config.cjs', text));
    expect(services.map(brief)).toEqual([
      'api 4+1 /app',
      'worker 1+0 /app/jobs',
      'all ?+0 /app',
      'open ?+0 /app',
    ]);
    expect(variables(services[0])).toEqual({ PG_POOL_MAX: '5' });
    expect(services[2]?.instances.from).toBe(
      'ecosystem.config.cjs:8: `max` follows the processors',
    );
    expect(services[3]?.instances.from).toBe('ecosystem.config.cjs:9: is not written out');
  });

  test('ECMAScript modules and JSON', () => {
    const module = 'export default { apps: [{ name: "a", instances: 2 }] };';
    expect(readPm2(fileOf('ecosystem.config.mjs', module)).map(brief)).toEqual(['a 2+0 /app']);
    const json = '{"apps": [{"name": "a", "instances": "3"}]}';
    expect(readPm2(fileOf('ecosystem.config.json', json)).map(brief)).toEqual(['a 3+0 /app']);
  });

  test('an error has its line and column', () => {
    const broken = fileOf('ecosystem.config.cjs', 'module.exports = {\n  apps: [,\n');
    expect(refusal(() => readPm2(broken))).toMatch(/^ecosystem\.config\.cjs:\d+:\d+: /);
  });
});
