import { mkdirSync } from 'node:fs';
import net from 'node:net';
import { once } from 'node:events';
import { save, server } from './src/server.js';

mkdirSync('data');
await save('welcome');
server.listen(0);
await once(server, 'listening');
const socket = net.connect(server.address().port);
let text = '';
socket.on('data', (chunk) => { text += chunk; });
await once(socket, 'close');
console.log(text);
server.close();
await once(server, 'close');
