import express from 'express';
import fs from 'node:fs';

const app = express();
const marked = (res, file, stat) => res.set('X-Made', String(stat.birthtimeMs));
app.use('/files', express.static('uploads', { setHeaders: marked }));
app.post('/up/:name', express.text(), (req, res) => {
  fs.writeFileSync(`uploads/${req.params.name}`, req.body);
  res.end();
});
app.listen(3000);
