import fs from 'node:fs';
import net from 'node:net';

const load = () => fs.readFileSync('data/motd.txt', 'utf8');
export const save = (text) => fs.writeFileSync('data/motd.txt', text);

export const server = net.createServer();
server.on('connection', (socket) => {
  socket.on('error', () => {});
  socket.end(load());
});
server.on('close', function () {
  save('closed');
});
