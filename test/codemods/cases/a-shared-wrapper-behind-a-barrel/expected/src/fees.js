import { readJson as load, readJsonStored, writeJson, writeJsonStored } from './lib/index.js';

export const fees = async () => readJsonStored('data/fees.json', {});
export const setFees = async (all) => writeJsonStored('data/fees.json', all);
export const visits = () => load('data/visits.json', []);
export const setVisits = (all) => writeJson('data/visits.json', all);
