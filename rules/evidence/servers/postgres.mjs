// A real PostgreSQL, compiled to WebAssembly, over TCP.
import net from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

const freePort = () => new Promise((resolve) => {
  const probe = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

export const serve = async () => {
  const port = await freePort();
  await new PGLiteSocketServer({ db: await PGlite.create(), host: '127.0.0.1', port, maxConnections: 50 }).start();
  return port;
};
