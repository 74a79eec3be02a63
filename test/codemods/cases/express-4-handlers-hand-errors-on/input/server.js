const express = require('express');
const prices = require('./prices');

const app = express();

app.get('/prices', (req, res) => {
  res.json(prices.load());
});

app.put('/prices', express.json(), function (req, res) {
  prices.save(req.body);
  res.status(204).end();
});

app.get('/health', (req, res) => res.send('ok'));
app.get('/berth', berth);

function berth(req, res) {
  res.send(String(prices.load().berth));
}

module.exports = app;
