import { existsSync, readFileSync, writeFileSync } from 'node:fs';

interface Tide {
  port: string;
  height: number;
}

const FILE = 'data/tides.json';

if (!existsSync(FILE)) {
  writeFileSync(FILE, '[]');
}
const begun: Tide[] = JSON.parse(readFileSync(FILE, 'utf8'));

export function read(): Tide[] {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

export function add(tide: Tide): void {
  writeFileSync(FILE, JSON.stringify([...read(), tide]));
}

export const atFirst = (port: string): Tide | undefined => begun.find((tide) => tide.port === port);
