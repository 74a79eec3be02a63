import fs from 'node:fs';

function write(log) {
  fs.writeFileSync('data/logbook.tmp', JSON.stringify(log));
}

export function save(ship, log) {
  write(log);
  fs.renameSync('data/logbook.tmp', `data/${ship}.json`);
}

export const load = (ship) => JSON.parse(fs.readFileSync(`data/${ship}.json`, 'utf8'));
