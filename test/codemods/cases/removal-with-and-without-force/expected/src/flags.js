import * as documents from './storage/documents.js';

export const raise = async (name) => documents.put(`flags/${name}.json`, '{}');
export const lower = async (name) => documents.remove(`flags/${name}.json`, {});
export const drop = async (name) => documents.remove(`flags/${name}.json`, { force: true });
export const gone = (name) => documents.remove(`flags/${name}.json`, { force: true });
export const isUp = async (name) => (await documents.has(`flags/${name}.json`)) && (await documents.get(`flags/${name}.json`)).length > 0;
