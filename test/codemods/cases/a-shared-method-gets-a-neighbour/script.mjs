import { fees, setFees, setVisits, visits } from './src/app.js';

console.log(await fees(), await visits());
await setFees({ day: 1 });
await setVisits(['Ada']);
console.log(await fees(), await visits());
