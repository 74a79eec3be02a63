import * as documents from './storage/documents.js';

async function light(buoy) {
  const lamps = JSON.parse(await documents.get('lamps.json', 'utf8'));
  await documents.put('lamps.json', JSON.stringify([...lamps, buoy]));
}

export const lightAll = async (buoys) => { for (const item of buoys) await light(item); };

export const lightSome = async (buoys) => {
  for (const buoy of buoys.filter(Boolean)) await light(buoy);
};
