#!/usr/bin/env node
'use strict';

const path = require('path');
const { themesIn } = require('../lib/themes/store');
const express = require('express');
const files = require('../lib/storage/files');

const app = express();
const themes = themesIn(path.resolve(files.inBundle('/bundle/bin') ?? __dirname, '..', 'data'));

app.use(express.static((files.inBundle('/bundle/bin') ?? __dirname) + '/public'));
app.get('/themes/:name', async (req, res) => {
  res.json(await themes.read(req.params.name));
});
app.put('/themes/:name', async (req, res) => {
  await themes.write(req.params.name, req.body);
  res.sendStatus(204);
});

if (require.main === module && __filename === require.main.filename) app.listen(3000);
module.exports = { app, where: { __dirname: files.inBundle('/bundle/bin') ?? __dirname, file: `${files.inBundle('/bundle/bin/serve.js') ?? __filename}` } };
