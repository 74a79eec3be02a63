const { default: berths } = await import('./src/berths.js');
const { default: { tour } } = await import('./src/tour.js');
await berths.add('north', 'fog');
await berths.add('south', 'gale');
await berths.add('south', 'calm');
console.log(await tour());
