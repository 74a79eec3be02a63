import { readJson, writeJson } from './json.js';

export const fees = () => readJson('fees.json');
export const setFees = (all) => writeJson('fees.json', all);
export const visits = () => readJson('visits.json');
export const setVisits = (all) => writeJson('visits.json', all);
