import { readFileSync, renameSync, writeFileSync } from 'node:fs';

export interface Tide {
  high: string;
}

export function tideOf(day: string): Tide {
  return JSON.parse(readFileSync(`data/tides/${day}.json`, 'utf8'));
}

export function publish(day: string, tide: Tide): void {
  writeFileSync(`data/tides/${day}.draft`, JSON.stringify(tide));
  renameSync(`data/tides/${day}.draft`, `data/tides/${day}.json`);
}
