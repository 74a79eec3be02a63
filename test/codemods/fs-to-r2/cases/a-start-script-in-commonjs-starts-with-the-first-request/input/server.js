const express = require('express');
const fs = require('fs');

const FILE = 'data/harbour.json';
const app = express();
app.use(express.json());

if (!fs.existsSync(FILE)) {
  fs.mkdirSync('data', { recursive: true });
  fs.writeFileSync(FILE, JSON.stringify({ name: 'New', places: ['quay'] }));
}
const { name, places } = JSON.parse(fs.readFileSync(FILE, 'utf8'));
app.set('name', name);

for (const place of places) {
  app.get(`/${place}`, (req, res) => res.json({ name: app.get('name'), place }));
}
app.get('/harbour', (req, res) => res.json(JSON.parse(fs.readFileSync(FILE, 'utf8'))));
app.put('/harbour', (req, res) => {
  fs.writeFileSync(FILE, JSON.stringify(req.body));
  res.status(204).end();
});
app.use((req, res) => res.status(404).json({ unknown: req.path }));

app.listen(3000);
