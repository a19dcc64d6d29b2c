import { basename, sep } from 'node:path';
import type { PoolFact } from '../analysis/pool-facts.ts';
import { engineRunBy } from './engine.ts';
import { isPgBouncer } from './pgbouncer-image.ts';
import { imageName, type Service } from './service.ts';

/** A folder with a `package.json`. */
export interface Package {
  readonly folder: string;
  readonly name: string | undefined;
}

/** What runs the code of a pool. */
export interface Assignment {
  readonly services: readonly Service[];
  /** What a reader should know about how it was found. */
  readonly notes: readonly string[];
}

/** Images that run no code of anybody's project. */
const infrastructure = new RegExp(
  [
    'adminer|busybox|caddy|cloudflared|elasticsearch|envoy|grafana|haproxy|jaeger|kafka|localstack',
    'loki|mailhog|mailpit|memcached|minio|mongo|nginx|opensearch|pgadmin\\d*|prometheus|rabbitmq',
    'redis|tempo|traefik|valkey|zookeeper|.*exporter|.*collector|azure-sql-edge|cockroach|cypress',
    'dynamodb-local|imgproxy|libsql-server|mc$|mssql|nats$|pgbouncer|redisinsight|rustfs|selenium',
    'temporal|vault$',
  ]
    .map(names => `^(?:${names})\\b`)
    .join('|'),
  'i',
);

/** Of several kinds that describe the same code, the one nearest to production counts. */
const kinds = ['settings', 'Kubernetes', 'Compose', 'pm2'] as const;

/** Which services run the file of a pool. */
export function servicesRunning(
  pool: PoolFact,
  services: readonly Service[],
  packages: readonly Package[],
): Assignment {
  const apps = services.filter(isApplication).map(service => placed(service, packages));
  const holding = apps.filter(({ folder }) => folder !== undefined && isIn(pool.file, folder));
  if (holding.length > 0) return nearest(holding);
  // A service without a folder, when there is no other for it to be.
  const loose = apps.filter(({ folder }) => folder === undefined);
  const [only, ...others] = loose;
  if (only === undefined || others.length > 0) {
    const names = others.length === 0 ? [] : loose.map(({ name }) => `\`${name}\``);
    const said = `Which of ${names.join(', ')} runs it is said nowhere`;
    return { services: [], notes: names.length === 0 ? [] : [said] };
  }
  return {
    services: [only],
    notes: [`That \`${only.name}\` runs it is said nowhere; no other service could`],
  };
}

/** Whether a service runs code of the project, as far as anybody can see. */
function isApplication(service: Service): boolean {
  if (service.folder !== undefined) return true;
  if (isPgBouncer(service) || engineRunBy(service) !== undefined) return false;
  return !infrastructure.test(imageName(service.image));
}

/** Whether a path lies in a folder. */
export function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** A service with the folder of the package that it, or its image, is called after. */
function placed(service: Service, packages: readonly Package[]): Service {
  if (service.folder !== undefined) return service;
  const names = [service.name, imageName(service.image)];
  const fitting = packages.filter(
    ({ folder, name }) =>
      names.includes(basename(folder)) || names.includes(name?.replace(/^@[^/]+\//, '') ?? ''),
  );
  const [only, ...others] = fitting;
  return only === undefined || others.length > 0 ? service : { ...service, folder: only.folder };
}

function nearest(holding: readonly Service[]): Assignment {
  const deepest = Math.max(...holding.map(({ folder = '' }) => folder.length));
  const nearby = holding.filter(({ folder = '' }) => folder.length === deepest);
  const kind = kinds.find(each => nearby.some(({ by }) => by === each));
  const services = nearby.filter(({ by }) => by === kind);
  const ignored = nearby
    .filter(({ by }) => by !== kind)
    .map(({ name, by }) => `\`${name}\` of ${by}`);
  return {
    services,
    notes: ignored.length === 0 ? [] : [`${ignored.join(', ')} runs it too and is not counted`],
  };
}
