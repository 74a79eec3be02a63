import express from 'express';
import { readFileSync, writeFileSync } from 'node:fs';

const app = express();
app.use(express.static('public'));
app.put('/', (req, res) => {
  writeFileSync(`public/${req.query.name}.svg`, req.query.chart);
  res.end();
});
app.get('/chart', (req, res) => {
  res.end(readFileSync(`public/${req.query.name}.svg`));
});
app.listen(3000);
