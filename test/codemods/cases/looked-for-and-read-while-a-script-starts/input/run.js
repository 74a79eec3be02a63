const fs = require('node:fs');
const path = require('node:path');

const FILE = path.join('data', 'settings.json');
let settings = { port: 8080 };

if (fs.existsSync(FILE)) {
  const text = fs.readFileSync(FILE, 'utf8');
  settings = JSON.parse(text);
}

const name = fs.existsSync('data/name.txt') ? fs.readFileSync('data/name.txt', 'utf8').trim() : 'new';

console.log(settings, name);
fs.mkdirSync('data', { recursive: true });
fs.writeFileSync(FILE, JSON.stringify({ ...settings, port: settings.port + 1 }));
fs.writeFileSync('data/name.txt', `${name}er\n`);
