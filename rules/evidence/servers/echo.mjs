// Sends back what it is sent.
import net from 'node:net';

export const serve = () => new Promise((resolve) => {
  const server = net.createServer((socket) => { socket.on('error', () => {}); socket.pipe(socket); });
  server.listen(0, '127.0.0.1', () => resolve(server.address().port));
});
