import { loadCrew, saveCrew } from './src/crew.js';

await saveCrew(['Ada']);
console.log(await loadCrew());
