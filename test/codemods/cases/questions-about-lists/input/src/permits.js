import fs from 'node:fs';

function isValid(ship) {
  return fs.readFileSync(`data/${ship.id}.permit.json`, 'utf8') === 'valid';
}

export function grant(ship, state) {
  fs.writeFileSync(`data/${ship.id}.permit.json`, state);
}

export function questions(ships) {
  return {
    some: ships.some((ship) => isValid(ship)),
    every: ships.every(isValid),
    first: ships.find((ship) => isValid(ship)),
    none: ships.find((ship) => ship.id > 90 && isValid(ship))?.id,
    index: ships.findIndex((ship) => isValid(ship)),
    valid: ships.filter((ship) => isValid(ship)),
    named: ships.filter(isValid).length,
    both: ships.flatMap((ship) => [ship.id, isValid(ship)]),
    from: Array.from(ships, (ship) => isValid(ship)),
  };
}

/** Stops at the first valid one: the permit of a ship after it may be missing. */
export const anyValid = (ships) => ships.some(({ id }) => isValid({ id })) || ships.filter(Boolean).find((ship) => isValid(ship)) !== undefined;
