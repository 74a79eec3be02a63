import fs from 'node:fs';
import * as documents from './storage/documents.js';

const readText = (file) => fs.readFileSync(file, 'utf8');

// readText for documents that live in storage.
const readTextStored = async (file) => documents.get(file, 'utf8');

export function readJson(file) {
  const text = readText(file);
  return JSON.parse(text);
}

// readJson for documents that live in storage.
export async function readJsonStored(file) {
  const text = await readTextStored(file);
  return JSON.parse(text);
}

export function writeJson(file, value) {
  fs.writeFileSync(file, JSON.stringify(value));
}

// writeJson for documents that live in storage.
export async function writeJsonStored(file, value) {
  await documents.put(file, JSON.stringify(value));
}
