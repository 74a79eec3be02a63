import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const FILE = path.join('data', 'port.json');

export function load() {
  if (!fs.existsSync(FILE)) fs.copyFileSync('assets/port.json', FILE);
  return JSON.parse(fs.readFileSync(FILE, 'utf8'));
}

export const original = () => JSON.parse(fs.readFileSync('assets/port.json', 'utf8'));

export async function take(bytes) {
  const draft = path.join(os.tmpdir(), `port-${process.pid}.json`);
  await fs.promises.writeFile(draft, bytes);
  await fs.promises.rename(draft, FILE);
}

export async function size() {
  const scratch = path.join(os.tmpdir(), `port-${process.pid}.copy`);
  await fs.promises.copyFile(FILE, scratch);
  const { size } = await fs.promises.stat(scratch);
  await fs.promises.unlink(scratch);
  return size;
}
