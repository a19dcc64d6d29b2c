import { expect, test } from 'vitest';
import { readCompose } from '../../src/fleet/compose.ts';
import { fileOf } from './pools.ts';

test('a service that extends another, of the same file and of the next', () => {
  const files: Readonly<Record<string, string>> = {
    '/app/infra/db.yml':
      'services:\n  db: { image: "postgres:17", command: -c max_connections=50 }\n',
  };
  const text = `services:
  db: { extends: { file: infra/db.yml, service: db } }
  api: { image: 'api', deploy: { replicas: 2 } }
  jobs: { extends: api, deploy: { replicas: 3 } }
  gone: { extends: { file: nowhere.yml, service: db } }
`;
  const services = readCompose([fileOf('docker-compose.yml', text)], path => files[path]);
  expect(services.map(({ name, image, instances }) => [name, image, instances.value])).toEqual([
    ['db', 'postgres:17', 1],
    ['api', 'api', 2],
    ['jobs', 'api', 3],
    ['gone', undefined, 1],
  ]);
  expect(services[0]?.command).toBe('-c max_connections=50');
});
