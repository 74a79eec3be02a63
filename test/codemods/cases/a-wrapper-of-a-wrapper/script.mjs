import { fees, setFees, setVisits, visits } from './src/app.js';

await setFees({ day: 1 });
await setVisits(['Ada']);
console.log(await fees(), await visits());
