import fs from 'node:fs';
import * as documents from './storage/documents.js';

const FOLDER = 'data/signals';
let current = {};

export async function load(name) {
  current = JSON.parse(await documents.get(`${FOLDER}/${name}.json`, 'utf8'));
  return current;
}

export const save = async (name, signal) => documents.put(`${FOLDER}/${name}.json`, JSON.stringify(signal));

export function follow(name) {
  documents.makeFolderSync(FOLDER, { recursive: true });
  return fs.watch(FOLDER, async () => {
    if (await documents.has(`${FOLDER}/${name}.json`)) await load(name);
  });
}

export const latest = () => current;
