import { loadChart, saveChart } from './src/charts.js';

console.log(await loadChart());
await saveChart({ depth: 4 });
console.log(await loadChart());
