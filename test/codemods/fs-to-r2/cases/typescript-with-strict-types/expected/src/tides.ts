import * as files from './storage/files.js';

export interface Tide {
  high: string;
}

export async function tideOf(day: string): Promise<Tide> {
  return JSON.parse(await files.get(`data/tides/${day}.json`, 'utf8'));
}

export async function publish(day: string, tide: Tide): Promise<void> {
  await files.putThrough(`data/tides/${day}.draft`, `data/tides/${day}.json`, JSON.stringify(tide));
}
