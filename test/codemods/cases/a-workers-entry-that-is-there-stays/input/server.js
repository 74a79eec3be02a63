import express from 'express';
import { loadLog, saveLog } from './log.js';

const app = express();
app.get('/log', (req, res) => { res.json(loadLog()); });
app.put('/log', (req, res) => { saveLog({}); res.end(); });
app.listen(3000);
