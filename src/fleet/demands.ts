import { basename } from 'node:path';
import type { PoolFact } from '../analysis/pool-facts.ts';
import { servicesRunning } from './assignment.ts';
import type { Fleet, Problem, Wishes } from './budget.ts';
import type { Figure } from './config-file.ts';
import { addressIn, type Demand, type Environment, sizeIn } from './demand.ts';
import { toSurge } from './kubernetes.ts';
import type { Service } from './service.ts';

/** Every pool in every service that runs it, and what was assumed on the way. */
export function toDemands(fleet: Fleet): {
  readonly demands: readonly Demand[];
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const services = [...fleet.services, ...servicesOfWishes(fleet)];
  const demands = fleet.pools.flatMap(pool => {
    const { services: running, notes } = servicesRunning(pool, services, fleet.packages);
    const place = { file: fleet.nameOf(pool.file), line: pool.line, column: 1 };
    for (const text of notes) {
      const advice = running.length > 0 ? undefined : 'Say how many run with `--instances`.';
      problems.push({ level: 'note', place, text: `${text}.`, advice });
    }
    return running.length === 0
      ? [toDemand(pool, undefined, fleet.wishes)]
      : running.map(service => toDemand(pool, service, fleet.wishes));
  });
  return { demands, problems };
}

/** Names given to `--instances` that no service, package or folder has. */
export function unknownNames({ services, packages, wishes }: Fleet): readonly string[] {
  const known = new Set(services.map(({ name }) => name));
  for (const { folder, name } of packages) {
    known.add(basename(folder));
    if (name !== undefined) known.add(name);
  }
  return [...wishes.instancesOf.keys()].filter(name => !known.has(name));
}

/** A name that no deployment file knows may be that of a package, which then is a service. */
function servicesOfWishes({ services, packages, wishes }: Fleet): readonly Service[] {
  return [...wishes.instancesOf].flatMap(([name, instances]) => {
    if (services.some(service => service.name === name)) return [];
    const own = packages.filter(each => each.name === name || basename(each.folder) === name);
    return own.map(({ folder }) => ({
      name,
      by: 'settings' as const,
      place: undefined,
      instances,
      surge: noSurge,
      folder,
      hosts: [],
      environment: new Map(),
      command: '',
      mounts: [],
    }));
  });
}

const noSurge: Figure = { value: 0, from: 'none said' };

function toDemand(pool: PoolFact, service: Service | undefined, wishes: Wishes): Demand {
  const environment: Environment = name =>
    wishes.environment.get(name) ?? service?.environment.get(name);
  const instances = instancesOf(service, wishes);
  return {
    pool,
    service,
    size: sizeIn(pool, environment),
    instances,
    surge: surgeOf(service, instances, wishes),
    address: addressIn(pool, environment),
  };
}

function instancesOf(service: Service | undefined, wishes: Wishes): Figure {
  const named = service === undefined ? undefined : wishes.instancesOf.get(service.name);
  const said = named ?? wishes.instances ?? service?.instances;
  return said ?? { value: 1, from: 'one, as nothing says how many run' };
}

function surgeOf(service: Service | undefined, instances: Figure, { surge }: Wishes): Figure {
  if (surge !== undefined) {
    return { value: toSurge(surge.text, instances.value ?? 0), from: surge.from };
  }
  if (service === undefined) return noSurge;
  const isQuarter = service.by === 'Kubernetes' && service.surge.place === undefined;
  // A share of the copies is one of those that count here, whoever said how many they are.
  return isQuarter && service.surge.value !== 0
    ? { ...service.surge, value: toSurge('25%', instances.value ?? 0) }
    : service.surge;
}
