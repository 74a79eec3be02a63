import { fees, setFees, setVisits, visits } from './src/fees.js';

await setFees({ day: 1 });
await setVisits(['Ada']);
console.log(await fees(), await visits());
