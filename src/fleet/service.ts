import type { ConfigPlace, Figure } from './config-file.ts';

/** Something that runs code in a number of copies: a Compose service, a container of Kubernetes, an app of pm2. */
export interface Service {
  readonly name: string;
  readonly by: 'Compose' | 'Kubernetes' | 'pm2' | 'settings';
  readonly place: ConfigPlace | undefined;
  /** How many copies run. */
  readonly instances: Figure;
  /** How many more run while a new version takes over. */
  readonly surge: Figure;
  /** The image as written. */
  readonly image?: string;
  /** The folder whose code it runs, as an absolute path; absent when nothing says. */
  readonly folder?: string;
  /** Names under which others reach it. */
  readonly hosts: readonly string[];
  readonly environment: ReadonlyMap<string, Variable>;
  /** Command and arguments, joined. */
  readonly command: string;
  /** Absolute paths of files and folders that it is given. */
  readonly mounts: readonly string[];
}

/** The value of an environment variable. */
export interface Variable {
  readonly value: string;
  readonly place: ConfigPlace | undefined;
}

/** The image without registry, tag and digest: `pgbouncer` of `docker.io/edoburu/pgbouncer:1.23`. */
export function imageName(image: string | undefined): string {
  const last = (image ?? '').split('/').at(-1) ?? '';
  return last.split(/[:@]/, 1)[0] ?? '';
}
