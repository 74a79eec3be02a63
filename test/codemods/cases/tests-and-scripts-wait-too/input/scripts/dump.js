import { load } from '../src/state.js';

const state = load();
console.log(`state: ${JSON.stringify(load())}`, state?.url);
