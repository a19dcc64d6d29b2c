import { type ConfigFile, type Figure, figureAt, toCount, wordPlace } from './config-file.ts';
import type { Service, Variable } from './service.ts';
import { type Item, itemAt, readYaml, textAt } from './yaml-file.ts';

/** Whether a YAML text holds objects of Kubernetes. */
export function isKubernetes(text: string): boolean {
  return /^apiVersion\s*:/m.test(text) && /^kind\s*:/m.test(text);
}

/** Whether a text has to go through a template engine before it is YAML. */
export function isTemplate(text: string): boolean {
  return /\{\{.*\}\}/.test(text);
}

/** Objects that run containers, and where their pods are described. */
const workloads: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** The containers that the manifests run. An autoscaler counts with its `maxReplicas`. */
export function readKubernetes(files: readonly ConfigFile[]): readonly Service[] {
  const objects = files.flatMap(readYaml).flatMap(listed);
  return strongest(objects.filter(isWorkload)).flatMap(workload => {
    const pod = itemAt(workload, ...(workloads[kindOf(workload)] ?? []));
    const containers = itemAt(pod, 'containers')?.entries ?? [];
    return containers.map(container => toService(workload, container, containers, objects));
  });
}

function toService(
  workload: Item,
  container: Item,
  containers: readonly Item[],
  objects: readonly Item[],
): Service {
  const name = nameOf(workload);
  const image = textAt(container, 'image');
  const instances = instancesOf(workload, objects);
  return {
    name: containers.length === 1 ? name : `${name}/${textAt(container, 'name') ?? ''}`,
    by: 'Kubernetes',
    place: workload.place,
    instances,
    surge: surgeOf(workload, instances.value),
    ...(image === undefined ? {} : { image }),
    hosts: [name, ...servicesOf(workload, objects)],
    environment: environmentOf(container, objects),
    command: [...wordsOf(container, 'command'), ...wordsOf(container, 'args')].join(' '),
    mounts: [],
  };
}

/** A list of objects stands for what it lists. */
function listed(item: Item): readonly Item[] {
  return kindOf(item) === 'List' ? (itemAt(item, 'items')?.entries ?? []) : [item];
}

function isWorkload(item: Item): boolean {
  return Object.hasOwn(workloads, kindOf(item)) && nameOf(item) !== '';
}

/** Of a base and its overlays, the one that says most copies: where they will run nobody says here. */
function strongest(objects: readonly Item[]): readonly Item[] {
  const byName = new Map<string, Item>();
  for (const object of objects) {
    const key = `${kindOf(object)} ${nameOf(object)}`;
    const known = byName.get(key);
    if (known === undefined) byName.set(key, object);
    else byName.set(key, replicasOf(object) > replicasOf(known) ? join(known, object) : known);
  }
  return [...byName.values()];
}

/** A patch says how many; the base says what. */
function join(base: Item, patch: Item): Item {
  const members = new Map(base.members);
  for (const [key, item] of patch.members) {
    const below = members.get(key);
    members.set(key, below !== undefined && item.members.size > 0 ? join(below, item) : item);
  }
  return { ...base, place: patch.place, members };
}

function replicasOf(item: Item): number {
  return toCount(textAt(item, 'spec', 'replicas')) ?? 0;
}

function instancesOf(workload: Item, objects: readonly Item[]): Figure {
  const kind = kindOf(workload);
  if (kind === 'DaemonSet') return { value: undefined, from: 'one for each node (DaemonSet)' };
  const scaler = objects.find(
    item =>
      kindOf(item) === 'HorizontalPodAutoscaler' &&
      textAt(item, 'spec', 'scaleTargetRef', 'kind') === kind &&
      textAt(item, 'spec', 'scaleTargetRef', 'name') === nameOf(workload),
  );
  const path = kind.endsWith('Job') ? ['spec', 'parallelism'] : ['spec', 'replicas'];
  const most = itemAt(scaler, 'spec', 'maxReplicas') ?? itemAt(workload, ...path);
  if (most === undefined)
    return { value: 1, from: `${wordPlace(workload.place)} (one by default)` };
  const value = toCount(most.text);
  return value === undefined
    ? { value, from: `${wordPlace(most.place)}: \`${most.text ?? ''}\` is no number` }
    : figureAt(value, most.place);
}

/** A rolling update starts up to `maxSurge` new pods before old ones end; a quarter unless said. */
function surgeOf(workload: Item, replicas: number | undefined): Figure {
  if (kindOf(workload) !== 'Deployment') return { value: 0, from: 'none for this kind' };
  const strategy = itemAt(workload, 'spec', 'strategy');
  const type = itemAt(strategy, 'type');
  if (type?.text === 'Recreate') return figureAt(0, type.place);
  const said = itemAt(strategy, 'rollingUpdate', 'maxSurge');
  const value = toSurge(said?.text ?? '25%', replicas ?? 0);
  if (said === undefined || value === undefined) {
    return { value, from: 'maxSurge is 25 % by default' };
  }
  return figureAt(value, said.place);
}

/** How many copies `2` or `25%` of all are; parts count as whole ones. */
export function toSurge(text: string, replicas: number): number | undefined {
  const percent = /^(\d{1,4})%$/.exec(text)?.[1];
  return percent === undefined ? toCount(text) : Math.ceil((replicas * Number(percent)) / 100);
}

/** The names of the Services that select its pods. */
function servicesOf(workload: Item, objects: readonly Item[]): readonly string[] {
  const labels = itemAt(workload, 'spec', 'template', 'metadata', 'labels');
  return objects.flatMap(item => {
    const selector = itemAt(item, 'spec', 'selector')?.members ?? new Map<string, Item>();
    if (kindOf(item) !== 'Service' || selector.size === 0) return [];
    const fits = [...selector].every(([key, { text }]) => textAt(labels, key) === text);
    return fits ? [nameOf(item)] : [];
  });
}

function environmentOf(container: Item, objects: readonly Item[]): ReadonlyMap<string, Variable> {
  const variables = new Map<string, Variable>();
  const mapNamed = (name: string | undefined) =>
    objects.find(item => kindOf(item) === 'ConfigMap' && nameOf(item) === name);
  const set = (name: string, item: Item | undefined) => {
    if (item?.text !== undefined) variables.set(name, { value: item.text, place: item.place });
  };
  for (const each of itemAt(container, 'envFrom')?.entries ?? []) {
    const data = itemAt(mapNamed(textAt(each, 'configMapRef', 'name')), 'data');
    for (const [name, item] of data?.members ?? []) {
      set(`${textAt(each, 'prefix') ?? ''}${name}`, item);
    }
  }
  for (const each of itemAt(container, 'env')?.entries ?? []) {
    const reference = itemAt(each, 'valueFrom', 'configMapKeyRef');
    const map = mapNamed(textAt(reference, 'name'));
    const item = itemAt(each, 'value') ?? itemAt(map, 'data', textAt(reference, 'key') ?? '');
    set(textAt(each, 'name') ?? '', item);
  }
  return variables;
}

function wordsOf(container: Item, key: string): readonly string[] {
  return (itemAt(container, key)?.entries ?? []).flatMap(({ text }) => text ?? []);
}

function kindOf(item: Item): string {
  return textAt(item, 'kind') ?? '';
}

function nameOf(item: Item): string {
  return textAt(item, 'metadata', 'name') ?? '';
}
