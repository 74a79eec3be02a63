#!/usr/bin/env node
import * as files from './storage/files.js';

async function setUp(name) {
  const text = await files.getOrNone('data/settings.json', 'utf8');
  const settings = text !== null ? JSON.parse(text) : {};
  console.log('setting up', name);
  if (settings.name === undefined) {
    await files.put('data/settings.json', JSON.stringify({ ...settings, name }));
  }
  const before = JSON.parse(await files.get('data/settings.json', 'utf8'));
  await files.put('data/settings.json', JSON.stringify({ ...before, times: (before.times ?? 0) + 1 }));
  console.log(await files.get('data/settings.json', 'utf8'));
}

await setUp(process.argv[2] ?? 'quay');
