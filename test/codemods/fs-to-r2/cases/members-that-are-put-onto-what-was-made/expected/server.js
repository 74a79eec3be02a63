const app = require('express')();
const shelf = require('./shelf');
const gauges = require('./gauges');
const files = require('./storage/files');

app.tides = async (port) => JSON.parse(await files.get(`data/tides/${port}.json`, 'utf8'));

app.get('/tides/:port', async (req, res) => res.json(await app.tides(req.params.port)));
app.put('/tides/:port', async (req, res) => {
  await files.put(`data/tides/${req.params.port}.json`, JSON.stringify(req.query));
  await shelf.note(`tides of ${req.params.port}`);
  res.json({ notes: await shelf.notes() });
});
app.put('/gauges/:port', async (req, res) => {
  await gauges.set(req.params.port, req.query);
  res.json(await gauges.of(req.params.port));
});
app.listen(3000);
