const fs = require('fs');
const app = require('express')();
const shelf = require('./shelf');
const gauges = require('./gauges');

app.tides = (port) => JSON.parse(fs.readFileSync(`data/tides/${port}.json`, 'utf8'));

app.get('/tides/:port', (req, res) => res.json(app.tides(req.params.port)));
app.put('/tides/:port', (req, res) => {
  fs.writeFileSync(`data/tides/${req.params.port}.json`, JSON.stringify(req.query));
  shelf.note(`tides of ${req.params.port}`);
  res.json({ notes: shelf.notes() });
});
app.put('/gauges/:port', (req, res) => {
  gauges.set(req.params.port, req.query);
  res.json(gauges.of(req.params.port));
});
app.listen(3000);
