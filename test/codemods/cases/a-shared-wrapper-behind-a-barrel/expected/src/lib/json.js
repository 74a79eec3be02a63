import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as documents from '../storage/documents.js';

/** Reads a JSON file, or gives the fallback. */
export function readJson(file, fallback) {
  if (!existsSync(file)) return fallback;
  return JSON.parse(readFileSync(file, 'utf8'));
}

// readJson for documents that live in storage.
export async function readJsonStored(file, fallback) {
  const text = await documents.getOrNone(file, 'utf8');
  if (text === null) return fallback;
  return JSON.parse(text);
}

export function writeJson(file, value) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(value));
}

// writeJson for documents that live in storage.
export async function writeJsonStored(file, value) {
  await documents.makeFolder(path.dirname(file), { recursive: true });
  await documents.put(file, JSON.stringify(value));
}
