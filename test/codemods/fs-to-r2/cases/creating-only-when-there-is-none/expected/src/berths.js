import * as files from './storage/files.js';

export async function book(berth, ship) {
  try {
    await files.create(`data/berths/${berth}.json`, JSON.stringify({ ship }), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

export const ship = async (berth) => JSON.parse(await files.get(`data/berths/${berth}.json`, 'utf8')).ship;
