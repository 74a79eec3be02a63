const fs = require('fs');
const app = require('express')();
const { connect } = require('./connect');

async function prepare() {
  const places = JSON.parse(fs.readFileSync('data/places.json', 'utf8'));
  await connect(places);
  for (const place of places) app.get(`/${place}`, (req, res) => res.send(place));
}

prepare();

app.put('/places', (req, res) => {
  fs.writeFileSync('data/places.json', JSON.stringify(req.query.places));
  res.end();
});
app.listen(3000);
