import express from 'express';
import { loadLog, saveLog } from './log.js';

const app = express();
app.use(express.json());

app.get('/log', async (req, res) => {
  res.json(await loadLog());
});

app.put('/log', async (req, res) => {
  if (req.get('x-key') !== process.env.PILOT_KEY) return res.sendStatus(401);
  await saveLog(req.body);
  return res.json({ told: process.env.TIDE_URL, spare: process.env.SPARE, level: process.env.LEVEL ?? 'low' });
});

app.listen(process.env.HARBOUR_PORT || 8080);
