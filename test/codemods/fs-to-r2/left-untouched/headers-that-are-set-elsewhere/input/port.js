import express from 'express';
import fs from 'node:fs';
import { marked } from './marks.js';

const app = express();
app.use('/files', express.static('uploads', { setHeaders: marked }));
app.post('/up/:name', express.text(), (req, res) => {
  fs.writeFileSync(`uploads/${req.params.name}`, req.body);
  res.end();
});
app.listen(3000);
