import { addBerth, loadBerths } from './src/berths.js';

console.log(await loadBerths());
console.log(await addBerth('North quay'), await addBerth('Süd'));
console.log(await loadBerths());
