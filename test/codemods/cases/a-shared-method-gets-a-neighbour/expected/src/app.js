import { Store, tools } from './store.js';

const store = new Store();

export const fees = async () => (await tools.hasStored('fees.json')) && (await Store.readStored('fees.json')).value;
export const setFees = async (all) => (await store.writeStored('fees.json', all)).writeStored('fees.json', all);
export const visits = () => tools.has('visits.json') && Store.read('visits.json').value;
export const setVisits = (all) => store.write('visits.json', all);
