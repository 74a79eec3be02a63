import store from './store.js';

await store.write({ open: true });
console.log(await store.read());
