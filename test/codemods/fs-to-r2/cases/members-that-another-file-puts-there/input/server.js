const app = require('express')();
const Harbour = require('./harbour');

require('./tides')(app);
require('./berths')(Harbour);
const harbour = new Harbour('ida');

app.get('/tides', (req, res) => res.json(app.tides()));
app.put('/tides', (req, res) => {
  app.rise(Number(req.query.by));
  res.json(app.tides());
});
app.put('/berths/:name', (req, res) => {
  harbour.moor(req.params.name);
  res.json(harbour.berths());
});
app.listen(3000);
