const fs = require('fs');
const os = require('os');
const path = require('path');
const express = require('express');
const { formidable } = require('formidable');

const FOLDER = path.resolve('uploads');
const app = express();

app.post('/portraits', (req, res, next) => {
  const form = formidable({ uploadDir: os.tmpdir(), keepExtensions: true });
  form.parse(req, (error, fields, files) => {
    if (error) return next(error);
    const file = files.portrait[0];
    fs.rename(file.filepath, path.join(FOLDER, file.originalFilename), (problem) => {
      if (problem) return next(problem);
      res.json({ size: file.size });
    });
  });
});

app.post('/checked', async (req, res) => {
  const [, files] = await formidable({}).parse(req);
  const bytes = fs.readFileSync(files.portrait[0].filepath);
  fs.writeFileSync(path.join(FOLDER, files.portrait[0].originalFilename), bytes);
  fs.unlinkSync(files.portrait[0].filepath);
  res.end();
});

app.post('/portraits/:name/archive', (req, res) => {
  fs.renameSync(path.join(FOLDER, req.params.name), path.join(process.env.ARCHIVE, req.params.name));
  res.end();
});

app.get('/portraits/:name', (req, res) => res.sendFile(path.join(FOLDER, req.params.name)));

app.listen(process.env.PORT || 3000);
