import express from 'express';
import { loadLog, saveLog } from './log.js';

const app = express();
app.use(express.json());

app.get('/log', (req, res) => {
  res.json(loadLog());
});

app.put('/log', (req, res) => {
  if (req.get('x-key') !== process.env.PILOT_KEY) return res.sendStatus(401);
  saveLog(req.body);
  return res.json({ told: process.env.TIDE_URL, spare: process.env.SPARE, level: process.env.LEVEL ?? 'low' });
});

app.listen(process.env.HARBOUR_PORT || 8080);
