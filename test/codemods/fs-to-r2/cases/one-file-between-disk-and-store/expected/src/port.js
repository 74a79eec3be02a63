import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as files from './storage/files.js';

const FILE = path.join('data', 'port.json');

export async function load() {
  if (!(await files.has(FILE))) await files.copyIn('assets/port.json', FILE);
  return JSON.parse(await files.get(FILE, 'utf8'));
}

export const original = () => JSON.parse(fs.readFileSync('assets/port.json', 'utf8'));

export async function take(bytes) {
  const draft = path.join(os.tmpdir(), `port-${process.pid}.json`);
  await fs.promises.writeFile(draft, bytes);
  await files.moveIn(draft, FILE);
}

export async function size() {
  const scratch = path.join(os.tmpdir(), `port-${process.pid}.copy`);
  await files.copyOut(FILE, scratch);
  const { size } = await fs.promises.stat(scratch);
  await fs.promises.unlink(scratch);
  return size;
}
