import { mkdirSync } from 'node:fs';
import { offer, registered, shared } from './src/app.js';

mkdirSync('data', { recursive: true });
await shared.shelf.save({ quay: 3 });
const asked = [];
const router = { get: (at, then) => { asked.push(['get', at]); then(); }, load: () => asked.push('loaded') };
console.log(await shared.shelf.load(), offer(router, [{ verb: 'GET', at: '/a' }, { verb: 'LOAD', at: '/b' }]), asked);
console.log(registered({}, { load: 'l', save: 's' }), registered({}, { load: () => 1, save: 's' }));
