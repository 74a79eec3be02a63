import fs from 'node:fs';

for (const name of ['tides', 'fees']) fs.mkdirSync(name, { recursive: true });
const { fees, setFees, setTides, tides } = await import('./port.js');
await setTides('high');
await setFees('low');
console.log(await tides(), await fees(), fs.readFileSync('fees/list.json', 'utf8'));
