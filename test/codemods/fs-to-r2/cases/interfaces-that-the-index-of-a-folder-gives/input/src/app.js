const express = require('express');

const app = express();

function start() {
  const available = require('./interfaces');
  for (const name of Object.keys(available)) {
    const one = available[name];
    const given = one(new Proxy({ ...app }, { get: (_target, key) => app[key] }));
    given.start();
  }
}

start();

module.exports = { app };
