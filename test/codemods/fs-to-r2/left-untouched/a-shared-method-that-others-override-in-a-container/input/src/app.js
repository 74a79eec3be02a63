import fs from 'node:fs';
import { Store } from './store.js';

const store = new Store();

export const fees = () => store.read('data/fees.json');
export const setFees = (all) => fs.writeFileSync('data/fees.json', JSON.stringify(all));
export const visits = () => store.read('data/visits.json');
export const setVisits = (all) => fs.writeFileSync('data/visits.json', JSON.stringify(all));
