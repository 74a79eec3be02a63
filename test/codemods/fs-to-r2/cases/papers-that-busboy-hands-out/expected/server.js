'use strict';
const path = require('path');
const { pipeline } = require('stream/promises');
const zlib = require('zlib');
const busboy = require('busboy');
const express = require('express');
const files = require('./storage/files');
const { callbackify } = require('util');

const FOLDER = path.resolve('uploads', 'papers');
files.makeFolderSync(FOLDER, { recursive: true });

const app = express();
const placeOf = (info) => path.join(FOLDER, path.basename(info.filename));

app.post('/papers', (req, res) => {
  const form = busboy({ headers: req.headers, limits: { fileSize: 1000 } });
  const names = [];
  form.on('file', files.incoming((name, file, info) => {
    names.push(info.filename);
    const out = files.writeStream(placeOf(info));
    file.pipe(out);
    out.on('close', () => {
      if (file.truncated) callbackify(files.remove)(placeOf(info), (error) => error && console.error(error));
    });
  }));
  form.on('field', (name) => names.push(name));
  form.on('close', () => res.status(201).json(names));
  req.pipe(form);
});

app.post('/packed', (req, res) => {
  const form = busboy({ headers: req.headers });
  form.on('file', files.incoming(keepPacked));
  form.on('finish', () => res.end());
  req.pipe(form);
});

function keepPacked(name, file, info) {
  file.pipe(zlib.createGzip()).pipe(files.writeStream(`${placeOf(info)}.gz`));
}

app.post('/signed', (req, res, next) => {
  const form = busboy({ headers: req.headers });
  const work = [];
  form.on('file', files.incoming((name, file, info) => work.push(pipeline(file, files.writeStream(placeOf(info))))));
  form.on('close', () => Promise.all(work).then(() => res.status(201).end(), next));
  req.pipe(form);
});

app.get('/papers/:name', (req, res) => {
  files.readStream(path.join(FOLDER, path.basename(req.params.name))).on('error', () => res.status(404).end()).pipe(res);
});

app.get('/packed/:name', (req, res) => {
  files.readStream(path.join(FOLDER, `${path.basename(req.params.name)}.gz`)).on('error', () => res.status(404).end()).pipe(zlib.createGunzip()).pipe(res);
});

app.listen(process.env.PORT || 3000);
