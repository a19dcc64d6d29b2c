import { connect, createServer, type Socket } from 'node:net';

/** What a proxy does with bytes: all, none (and nobody is told), or as many as stated and then a reset. */
export type Mode = 'pass' | 'freeze' | { readonly cutAfter: number };

/** A way to a server that can go bad. */
export interface Proxy {
  readonly port: number;
  set(mode: Mode): void;
  close(): void;
}

/** Opens a way to a server on this machine. */
export async function startProxy(target: number): Promise<Proxy> {
  let mode: Mode = 'pass';
  const ends = new Set<Socket>();
  const server = createServer(near => {
    const far = connect(target, '127.0.0.1');
    let sent = 0;
    const end = () => {
      for (const socket of [near, far]) {
        ends.delete(socket);
        socket.destroy();
      }
    };
    for (const socket of [near, far]) {
      ends.add(socket);
      socket.on('error', end).on('close', end);
    }
    const pipe = (from: Socket, to: Socket) =>
      from.on('data', data => {
        if (mode === 'freeze') return;
        if (mode === 'pass') {
          to.write(data);
          return;
        }
        const part = data.subarray(0, Math.max(0, mode.cutAfter - sent));
        sent += data.length;
        if (part.length > 0) to.write(part);
        if (sent < mode.cutAfter) return;
        near.resetAndDestroy();
        far.destroy();
      });
    pipe(near, far);
    pipe(far, near);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    set(next) {
      mode = next;
    },
    close() {
      for (const socket of ends) socket.destroy();
      server.close();
    },
  };
}
