import * as json from './json.js';

export const fees = async () => json.readJsonStored('data/fees.json', {});
export const setFees = async (all) => json.writeJsonStored('data/fees.json', all);
