import fs from 'node:fs';

export interface Depths {
  [berth: string]: number;
}

export function loadDepths(): Depths {
  return JSON.parse(fs.readFileSync('data/depths.json', 'utf8')) as Depths;
}

export function saveDepths(depths: Depths): void {
  fs.writeFileSync('data/depths.json', JSON.stringify(depths));
}

export const deepest = (): number => Math.max(...Object.values(loadDepths()));

export function depthOf(berth: string): number {
  return loadDepths()[berth]!;
}
