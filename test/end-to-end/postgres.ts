/** A PostgreSQL on loopback: PGlite behind a socket. One connection is served after the other, which is enough for a pool that is asked one thing at a time. */
import { PGlite } from '@electric-sql/pglite';
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface Postgres {
  url: string;
  stop(): Promise<void>;
}

export async function startPostgres(schema: string): Promise<Postgres> {
  const database = await PGlite.create();
  await database.exec(schema);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let before: Promise<unknown> = Promise.resolve();
    socket.on('data', (message) => {
      before = before.then(async () => socket.write(await database.execProtocolRaw(message))).catch(() => socket.destroy());
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
    },
  };
}
