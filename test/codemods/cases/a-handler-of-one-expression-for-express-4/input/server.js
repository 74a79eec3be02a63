const express = require('express');
const fs = require('fs');

const app = express();
const FILE = 'data/berths.json';
let berths = fs.existsSync(FILE) ? JSON.parse(fs.readFileSync(FILE, 'utf8')) : { free: 12 };

app.get('/free', (req, res) => res.json(berths.free));
app.get('/berths', (req, res) => res.json(JSON.parse(fs.readFileSync(FILE, 'utf8'))));
app.get('/page', (req, res) => (req.query.short ? res.send(`${berths.free}`) : res.send(`<b>${berths.free}</b>`)));
app.put('/berths', express.json(), (req, res) => {
  fs.writeFileSync(FILE, JSON.stringify(req.body));
  res.end();
});

app.listen(3000);
