import * as documents from './storage/documents.js';

export interface Depths {
  [berth: string]: number;
}

export async function loadDepths(): Promise<Depths> {
  return JSON.parse(await documents.get('data/depths.json', 'utf8')) as Depths;
}

export async function saveDepths(depths: Depths): Promise<void> {
  await documents.put('data/depths.json', JSON.stringify(depths));
}

export const deepest = async (): Promise<number> => Math.max(...Object.values(await loadDepths()));

export async function depthOf(berth: string): Promise<number> {
  return (await loadDepths())[berth]!;
}
