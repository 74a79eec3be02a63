const express = require('express');
const files = require('./storage/files');

const FILE = 'data/harbour.json';
const app = express();
app.use(express.json());

async function main() {
  if (!(await files.has(FILE))) {
    files.makeFolderSync('data', { recursive: true });
    await files.put(FILE, JSON.stringify({ name: 'New', places: ['quay'] }));
  }
  const { name, places } = JSON.parse(await files.get(FILE, 'utf8'));
  app.set('name', name);

  for (const place of places) {
    app.get(`/${place}`, (req, res) => res.json({ name: app.get('name'), place }));
  }
  app.get('/harbour', async (req, res) => res.json(JSON.parse(await files.get(FILE, 'utf8'))));
  app.put('/harbour', async (req, res) => {
    await files.put(FILE, JSON.stringify(req.body));
    res.status(204).end();
  });
  app.use((req, res) => res.status(404).json({ unknown: req.path }));

  app.listen(3000);
}

main().catch((error) => {
  // Uncaught, as it was while nothing had to be waited for.
  process.nextTick(() => { throw error; });
});
