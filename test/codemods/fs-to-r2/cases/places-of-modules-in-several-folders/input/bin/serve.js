#!/usr/bin/env node
'use strict';

const path = require('path');
const { themesIn } = require('../lib/themes/store');
const express = require('express');

const app = express();
const themes = themesIn(path.resolve(__dirname, '..', 'data'));

app.use(express.static(__dirname + '/public'));
app.get('/themes/:name', (req, res) => {
  res.json(themes.read(req.params.name));
});
app.put('/themes/:name', (req, res) => {
  themes.write(req.params.name, req.body);
  res.sendStatus(204);
});

if (require.main === module && __filename === require.main.filename) app.listen(3000);
module.exports = { app, where: { __dirname, file: `${__filename}` } };
