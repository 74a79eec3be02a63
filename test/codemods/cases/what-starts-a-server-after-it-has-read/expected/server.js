const express = require('express');
const documents = require('./storage/documents');

const app = express();
let settings;

async function start() {
  settings = JSON.parse(await documents.get('data/port.json', 'utf8'));
  app.listen(settings.port);
}

app.put('/settings', async (req, res) => {
  await documents.put('data/port.json', JSON.stringify(req.body));
  res.end();
});

start().catch((error) => {
  // Uncaught, as it was while nothing had to be waited for.
  process.nextTick(() => { throw error; });
});
