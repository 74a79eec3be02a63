#!/usr/bin/env node
'use strict';

const http = require('http');
const documents = require('./storage/documents');

process.on('exit', (code) => console.log(`ended with ${code}`));
process.on('unhandledRejection', () => console.log('an unhandled rejection'));

if (process.argv[2] === 'help') {
  console.log('quay [FILE]');
  return;
}

async function main() {
  // What the harbour master has set.
  const settings = JSON.parse(await documents.get('data/port.json', 'utf8'));

  const banner = `
  Quay ${settings.name}
`;

  const server = http.createServer(async (req, res) => {
    await documents.put('data/port.json', JSON.stringify({ ...settings, url: req.url }));
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
}

main().catch((error) => {
  // Uncaught, as it was while nothing had to be waited for.
  process.nextTick(() => { throw error; });
});
