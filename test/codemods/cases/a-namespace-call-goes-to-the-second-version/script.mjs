import { fees, setFees } from './src/fees.js';
import { setVisits, visits } from './src/visits.js';

await setFees({ day: 1 });
await setVisits(['Ada']);
console.log(await fees(), await visits());
