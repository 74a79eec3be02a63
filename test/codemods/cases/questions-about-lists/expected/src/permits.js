import * as documents from './storage/documents.js';

async function isValid(ship) {
  return (await documents.get(`data/${ship.id}.permit.json`, 'utf8')) === 'valid';
}

export async function grant(ship, state) {
  await documents.put(`data/${ship.id}.permit.json`, state);
}

export async function questions(ships) {
  return {
    some: await (async () => { for (const ship of ships) if (await isValid(ship)) return true; return false; })(),
    every: await (async () => { for (const item of ships) if (!(await isValid(item))) return false; return true; })(),
    first: await (async () => { for (const ship of ships) if (await isValid(ship)) return ship; return undefined; })(),
    none: (await (async () => { for (const ship of ships) if (ship.id > 90 && (await isValid(ship))) return ship; return undefined; })())?.id,
    index: await (async () => { for (const [index, ship] of ships.entries()) if (await isValid(ship)) return index; return -1; })(),
    valid: (await Promise.all(ships.map(async (item) => [item, await (async (ship) => isValid(ship))(item)]))).filter(([, kept]) => kept).map(([item]) => item),
    named: (await Promise.all(ships.map(async (item, index, list) => [item, await isValid(item, index, list)]))).filter(([, kept]) => kept).map(([item]) => item).length,
    both: (await Promise.all(ships.map(async (ship) => [ship.id, await isValid(ship)]))).flat(),
    from: await Promise.all(Array.from(ships, async (ship) => isValid(ship))),
  };
}

/** Stops at the first valid one: the permit of a ship after it may be missing. */
export const anyValid = async (ships) => (await (async () => { for (const item of ships) if (await (async ({ id }) => isValid({ id }))(item)) return true; return false; })()) || (await (async () => { for (const ship of ships.filter(Boolean)) if (await isValid(ship)) return ship; return undefined; })()) !== undefined;
