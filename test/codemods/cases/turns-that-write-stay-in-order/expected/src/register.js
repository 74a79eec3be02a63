import * as documents from './storage/documents.js';

const read = async () => JSON.parse(await documents.get('data/register.json', 'utf8'));

export const reset = async () => documents.put('data/register.json', '[]');

async function enter(ship, position) {
  const list = await read();
  list.push(`${position ?? '-'} ${ship}`);
  await documents.put('data/register.json', JSON.stringify(list));
  return list.length;
}

export async function enterAll(ships) {
  return (async () => { const collected = []; for (const ship of ships) collected.push(await enter(ship)); return collected; })();
}

export async function enterInto(ships) {
  const seen = [];
  const sizes = await (async () => { const collected = []; for (const item of ships) collected.push(await (async (ship) => {
    seen.push(ship);
    return (await read()).length;
  })(item)); return collected; })();
  return { sizes, seen, entered: await (async () => { const collected = []; for (const [index, item] of ships.entries()) collected.push(await enter(item, index)); return collected; })(), kept: await (async () => { const collected = []; for (const ship of ships) if ((await enter(ship)) % 2 === 0) collected.push(ship); return collected; })(), flat: await (async () => { const collected = []; for (const ship of ships) collected.push([await enter(ship)]); return collected.flat(); })(), made: await (async () => { const collected = []; for (const item of Array.from(ships)) collected.push(await (async (ship) => enter(ship))(item)); return collected; })() };
}
