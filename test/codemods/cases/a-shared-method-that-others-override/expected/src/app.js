import { Store } from './store.js';
import * as documents from './storage/documents.js';

const store = new Store();

export const fees = async () => store.read('data/fees.json');
export const setFees = async (all) => documents.put('data/fees.json', JSON.stringify(all));
export const visits = async () => store.read('data/visits.json');
