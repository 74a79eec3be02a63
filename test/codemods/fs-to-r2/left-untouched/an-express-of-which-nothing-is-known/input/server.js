import express from 'express';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

const app = express();
const chart = path.resolve('data/chart.svg');
app.put('/', (req, res) => {
  writeFileSync(chart, req.query.chart);
  res.end();
});
app.get('/', (req, res) => res.sendFile(chart));
app.listen(3000);
