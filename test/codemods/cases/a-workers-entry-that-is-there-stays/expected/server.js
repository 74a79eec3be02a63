import express from 'express';
import { loadLog, saveLog } from './log.js';

const app = express();
app.get('/log', async (req, res) => { res.json(await loadLog()); });
app.put('/log', async (req, res) => { await saveLog({}); res.end(); });
app.listen(3000);
