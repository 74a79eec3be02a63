const fs = require('fs');
const http = require('http');
const app = require('express')();

function open(use) {
  if (!fs.existsSync('data/places.json')) {
    use([]);
    return;
  }
  const places = JSON.parse(fs.readFileSync('data/places.json', 'utf8'));
  if (places.length > 100) {
    return use(places.slice(0, 100));
  } else {
    use(places.concat(fs.existsSync('data/places.json') ? [] : ['nowhere']));
  }
}

function serve(places) {
  for (const place of places) app.get(`/${place}`, (req, res) => res.send(place));
  http.createServer(app).listen(3000);
}

app.put('/places', (req, res) => {
  fs.writeFileSync('data/places.json', JSON.stringify(req.query.places));
  res.end();
});
open((places) => serve(places));
