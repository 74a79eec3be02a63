import net from 'node:net';
import * as documents from './storage/documents.js';

const load = async () => documents.get('data/motd.txt', 'utf8');
export const save = async (text) => documents.put('data/motd.txt', text);

export const server = net.createServer();
server.on('connection', async (socket) => {
  socket.on('error', () => {});
  socket.end(await load());
});
server.on('close', async function () {
  await save('closed');
});
