import fs from 'node:fs';

const read = () => JSON.parse(fs.readFileSync('data/register.json', 'utf8'));

export const reset = () => fs.writeFileSync('data/register.json', '[]');

function enter(ship, position) {
  const list = read();
  list.push(`${position ?? '-'} ${ship}`);
  fs.writeFileSync('data/register.json', JSON.stringify(list));
  return list.length;
}

export function enterAll(ships) {
  return ships.map((ship) => enter(ship));
}

export function enterInto(ships) {
  const seen = [];
  const sizes = ships.map((ship) => {
    seen.push(ship);
    return read().length;
  });
  return { sizes, seen, entered: ships.map(enter), kept: ships.filter((ship) => enter(ship) % 2 === 0), flat: ships.flatMap((ship) => [enter(ship)]), made: Array.from(ships, (ship) => enter(ship)) };
}
