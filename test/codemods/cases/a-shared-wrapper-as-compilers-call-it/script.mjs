import { readFileSync } from 'node:fs';
import fees from './lib/fees.js';
import visits from './lib/visits.js';

await fees.setFees({ anchor: 5 });
visits.setVisits(['Elbe']);
console.log(await fees.fees(), visits.visits(), readFileSync('fees.json', 'utf8'));
