import { connect, createServer, type Socket } from 'node:net';

/** What a proxy does with bytes: all, none (and nobody is told), or as many as stated and then a reset. */
type Mode = 'pass' | 'freeze' | { readonly cutAfter: number };

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
    join([near, far], ends);
    const budget = { sent: 0 };
    near.on('data', data => forward(data, far, mode, budget, near));
    far.on('data', data => forward(data, near, mode, budget, near));
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

/** Both ends live as long as each other. */
function join(pair: readonly Socket[], ends: Set<Socket>): void {
  const end = () => {
    for (const socket of pair) {
      ends.delete(socket);
      socket.destroy();
    }
  };
  for (const socket of pair) {
    ends.add(socket);
    socket.on('error', end).on('close', end);
  }
}

function forward(
  data: Buffer,
  to: Socket,
  mode: Mode,
  budget: { sent: number },
  near: Socket,
): void {
  if (mode === 'freeze') return;
  if (mode === 'pass') {
    to.write(data);
    return;
  }
  const part = data.subarray(0, Math.max(0, mode.cutAfter - budget.sent));
  budget.sent += data.length;
  if (part.length > 0) to.write(part);
  // Closing one end closes the other.
  if (budget.sent >= mode.cutAfter) near.resetAndDestroy();
}
