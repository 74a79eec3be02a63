const app = require('express')();
const Harbour = require('./harbour');

require('./tides')(app);
require('./berths')(Harbour);
const harbour = new Harbour('ida');

app.get('/tides', async (req, res) => res.json(await app.tides()));
app.put('/tides', async (req, res) => {
  await app.rise(Number(req.query.by));
  res.json(await app.tides());
});
app.put('/berths/:name', async (req, res) => {
  await harbour.moor(req.params.name);
  res.json(await harbour.berths());
});
app.listen(3000);
