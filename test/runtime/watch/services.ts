import { connect } from 'node:net';

/** Database servers that tests use when they are there. */
export const services = {
  postgres: { host: '127.0.0.1', port: 5432, user: 'postgres', database: 'test' },
  mariadb: { host: '127.0.0.1', port: 3306, user: 'root', database: 'test' },
  redis: { host: '127.0.0.1', port: 6379 },
} as const;

/** Whether a server answers. Says aloud when it does not, because its tests are skipped then. */
export async function isReachable(name: keyof typeof services): Promise<boolean> {
  const { host, port } = services[name];
  const found = await new Promise<boolean>(resolve => {
    const socket = connect({ host, port, timeout: 1000 });
    socket.once('connect', () => resolve(true));
    socket.once('timeout', () => resolve(false));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    void setTimeout(() => socket.destroy(), 1200).unref();
  });
  if (!found) console.warn(`SKIPPED: no ${name} at ${host}:${port}; tests against it did not run.`);
  return found;
}
