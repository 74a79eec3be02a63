// Keeps the documents as files, as the app always did: everywhere but on Workers.
import fs from 'node:fs';
import path from 'node:path';
import express from 'express';

export const folder = 'data/charts';

const fileOf = (key) => path.join(folder, key);

export async function put(key, data) {
  await fs.promises.writeFile(fileOf(key), data);
}

export async function has(key) {
  return fs.existsSync(fileOf(key));
}

export function send(_keyOf, response, file, options, done) {
  response.sendFile(file, options, done);
}

export function download(_keyOf, response, file, name, options, done) {
  response.download(file, name, options, done);
}

export function serve(_keyOf, root, options) {
  return express.static(root, options);
}
