import { readJson, readJsonStored, writeJson, writeJsonStored } from './json.js';

export const fees = async () => readJsonStored('fees.json');
export const setFees = async (all) => writeJsonStored('fees.json', all);
export const visits = () => readJson('visits.json');
export const setVisits = (all) => writeJson('visits.json', all);
