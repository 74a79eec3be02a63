import { readJson as load, writeJson } from './lib/index.js';

export const fees = () => load('data/fees.json', {});
export const setFees = (all) => writeJson('data/fees.json', all);
export const visits = () => load('data/visits.json', []);
export const setVisits = (all) => writeJson('data/visits.json', all);
