const express = require('express');
const prices = require('./prices');

// Express 4 does not look at what an async handler rejects with; this hands it to the error middleware.
const forwardErrors = (handler) => (req, res, next) => Promise.resolve(handler(req, res, next)).catch(next);

const app = express();

app.get('/prices', forwardErrors(async (req, res) => {
  res.json(await prices.load());
}));

app.put('/prices', express.json(), forwardErrors(async function (req, res) {
  await prices.save(req.body);
  res.status(204).end();
}));

app.get('/health', (req, res) => res.send('ok'));
app.get('/berth', forwardErrors(berth));

async function berth(req, res) {
  res.send(String((await prices.load()).berth));
}

module.exports = app;
