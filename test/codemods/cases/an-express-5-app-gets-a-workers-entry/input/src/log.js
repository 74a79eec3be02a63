import fs from 'node:fs';

const FILE = 'data/log.json';

export function loadLog() {
  return fs.existsSync(FILE) ? JSON.parse(fs.readFileSync(FILE, 'utf8')) : {};
}

export function saveLog(log) {
  fs.writeFileSync(FILE, JSON.stringify(log));
}
