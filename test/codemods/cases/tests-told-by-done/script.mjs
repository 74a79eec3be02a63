import { mkdirSync, writeFileSync } from 'node:fs';

mkdirSync('data');
writeFileSync('data/port.json', '["Cork"]');
const tests = [];
globalThis.it = (name, run) => tests.push({ name, run });
await import('./src/port.js');
for (const { name, run } of tests) console.log(name, run.length, await new Promise((done) => run.call({ timeout: (ms) => console.log(ms) }, done)));
