#!/usr/bin/env node
'use strict';

const fs = require('fs');
const http = require('http');

process.on('exit', (code) => console.log(`ended with ${code}`));
process.on('unhandledRejection', () => console.log('an unhandled rejection'));

if (process.argv[2] === 'help') {
  console.log('quay [FILE]');
  return;
}

// What the harbour master has set.
const settings = JSON.parse(fs.readFileSync('data/port.json', 'utf8'));

const banner = `
  Quay ${settings.name}
`;

const server = http.createServer((req, res) => {
  fs.writeFileSync('data/port.json', JSON.stringify({ ...settings, url: req.url }));
  res.end(banner);
  stop();
});
server.on('listening', () => {
  console.log('listening');
  if (settings.quick) stop();
});

if (settings.closed) {
  console.log('closed');
  return;
}
for (const line of banner.split('\n')) console.log(line);
server.listen(settings.port);
console.log('at the end');

function stop() {
  server.close();
}
