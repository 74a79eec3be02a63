import { load } from '../src/state.js';

const state = await load();
console.log(`state: ${JSON.stringify(await load())}`, state?.url);
