import { fees, setFee } from './src/fees.js';
import { enter, visit } from './src/visits.js';

console.log(await fees(), await setFee('night', 20), await fees());
await enter(7);
console.log(await visit(7), await visit(8));
