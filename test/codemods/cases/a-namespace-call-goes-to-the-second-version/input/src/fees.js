import * as json from './json.js';

export const fees = () => json.readJson('data/fees.json', {});
export const setFees = (all) => json.writeJson('data/fees.json', all);
