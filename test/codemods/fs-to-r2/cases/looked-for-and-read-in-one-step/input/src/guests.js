import fs from 'node:fs';

const FILE = 'data/guests.json';

export function add(name) {
  let guests = [];
  if (fs.existsSync(FILE)) {
    const text = fs.readFileSync(FILE, 'utf8');
    guests = JSON.parse(text);
  }
  guests.push(name);
  fs.writeFileSync(FILE, JSON.stringify(guests));
  return guests.length;
}

export function remove(name) {
  if (!fs.existsSync(FILE)) return false;
  const guests = JSON.parse(fs.readFileSync(FILE, 'utf8'));
  fs.writeFileSync(FILE, JSON.stringify(guests.filter((guest) => guest !== name)));
  return guests.includes(name);
}

export const list = () => JSON.parse(fs.existsSync(FILE) ? fs.readFileSync(FILE, 'utf8') : '[]');
