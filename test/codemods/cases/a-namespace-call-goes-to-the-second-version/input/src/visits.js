import { readJson, writeJson } from './json.js';

export const visits = () => readJson('data/visits.json', []);
export const setVisits = (all) => writeJson('data/visits.json', all);
