#!/usr/bin/env node
import fs from 'node:fs';

function setUp(name) {
  const settings = fs.existsSync('data/settings.json') ? JSON.parse(fs.readFileSync('data/settings.json', 'utf8')) : {};
  console.log('setting up', name);
  if (settings.name === undefined) {
    fs.writeFileSync('data/settings.json', JSON.stringify({ ...settings, name }));
  }
  const before = JSON.parse(fs.readFileSync('data/settings.json', 'utf8'));
  fs.writeFileSync('data/settings.json', JSON.stringify({ ...before, times: (before.times ?? 0) + 1 }));
  console.log(fs.readFileSync('data/settings.json', 'utf8'));
}

setUp(process.argv[2] ?? 'quay');
