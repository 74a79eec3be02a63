import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as files from './storage/files.js';

export type Theme = { name: string; colours: string[] };

const OWN = 'data/theme.json';
const SHIPPED = 'themes/default.json';

function fileOf(isOwn: boolean): string {
  return isOwn ? OWN : SHIPPED;
}

export async function readTheme(): Promise<Theme> {
  return JSON.parse(await files.get(fileOf(await files.has(OWN)), 'utf8')) as Theme;
}

export async function changeTheme(theme: Theme): Promise<void> {
  const draft = path.join(os.tmpdir(), `theme-${process.pid}.json`);
  fs.writeFileSync(draft, JSON.stringify(theme));
  await files.moveIn(draft, OWN);
}

export const sizeOf = async (isOwn: boolean): Promise<number> => (await files.stat(fileOf(isOwn))).size;

export async function exportTheme(name: string): Promise<void> {
  await files.copyOut(OWN, path.join(os.tmpdir(), name));
}
