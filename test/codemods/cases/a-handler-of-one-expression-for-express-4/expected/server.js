const express = require('express');
const documents = require('./storage/documents');

// Express 4 does not look at what an async handler rejects with; this hands it to the error middleware.
const forwardErrors = (handler) => (req, res, next) => Promise.resolve(handler(req, res, next)).catch(next);

const app = express();
const FILE = 'data/berths.json';
let berths;

// Read when it is first needed: storage is not there while the module loads.
const load = async () => {
  const text = await documents.getOrNone(FILE, 'utf8');
  let berths = text !== null ? JSON.parse(text) : { free: 12 };
  return berths;
};
let loaded = false;
const ready = async () => {
  if (loaded) return;
  const first = await load();
  if (loaded) return;
  berths = first;
  loaded = true;
};

app.get('/free', forwardErrors(async (req, res) => { await ready(); return res.json(berths.free); }));
app.get('/berths', forwardErrors(async (req, res) => res.json(JSON.parse(await documents.get(FILE, 'utf8')))));
app.get('/page', forwardErrors(async (req, res) => { await ready(); return (req.query.short ? res.send(`${berths.free}`) : res.send(`<b>${berths.free}</b>`)); }));
app.put('/berths', express.json(), forwardErrors(async (req, res) => {
  await ready();
  await documents.put(FILE, JSON.stringify(req.body));
  res.end();
}));

app.listen(3000);
