export { readJson, readJsonStored, writeJson, writeJsonStored } from './json.js';
