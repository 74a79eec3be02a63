import { Store, tools } from './store.js';

const store = new Store();

export const fees = () => tools.has('fees.json') && Store.read('fees.json').value;
export const setFees = (all) => store.write('fees.json', all).write('fees.json', all);
export const visits = () => tools.has('visits.json') && Store.read('visits.json').value;
export const setVisits = (all) => store.write('visits.json', all);
