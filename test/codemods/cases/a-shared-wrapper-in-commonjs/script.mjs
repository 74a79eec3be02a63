import fees from './lib/fees.js';
import visits from './lib/visits.js';

await fees.setFees({ day: 1 });
await visits.setVisits(['Ada']);
console.log(await fees.fees(), await visits.visits());
