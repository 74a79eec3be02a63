export { readJson, writeJson } from './json.js';
