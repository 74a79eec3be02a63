// The few commands of Redis that its clients send on connecting, and SET and GET.
import net from 'node:net';

const stored = new Map();

/** The commands in what has come so far, each an array of strings, and the bytes that are left. */
function commandsIn(bytes) {
  const commands = [];
  let rest = bytes;
  for (;;) {
    const head = /^\*(\d+)\r\n/.exec(rest);
    if (!head) return { commands, rest };
    let at = head[0].length;
    const words = [];
    while (words.length < Number(head[1])) {
      const length = /^\$(\d+)\r\n/.exec(rest.slice(at));
      if (!length || rest.length < at + length[0].length + Number(length[1]) + 2) return { commands, rest };
      at += length[0].length;
      words.push(rest.slice(at, at + Number(length[1])));
      at += Number(length[1]) + 2;
    }
    commands.push(words);
    rest = rest.slice(at);
  }
}

const bulk = (text) => `$${text.length}\r\n${text}\r\n`;

function answer([name, key, value]) {
  switch (name.toUpperCase()) {
    case 'SET': stored.set(key, value); return '+OK\r\n';
    case 'GET': return stored.has(key) ? bulk(stored.get(key)) : '$-1\r\n';
    case 'PING': return '+PONG\r\n';
    case 'CLIENT': case 'SELECT': case 'QUIT': return '+OK\r\n';
    case 'HELLO': return '%1\r\n+server\r\n+redis\r\n';
    case 'INFO': return bulk('redis_version:7.0.0\r\n');
    default: return `-ERR unknown command '${name}'\r\n`;
  }
}

export const serve = () => new Promise((resolve) => {
  const server = net.createServer((socket) => {
    let waiting = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      const { commands, rest } = commandsIn(waiting + chunk.toString('latin1'));
      waiting = rest;
      for (const command of commands) socket.write(answer(command), 'latin1');
    });
  });
  server.listen(0, '127.0.0.1', () => resolve(server.address().port));
});
