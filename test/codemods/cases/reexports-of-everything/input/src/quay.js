import { load, read, save, store } from './index.js';

export const total = () => load('a').n + read('b').n + store.load('a').n;
export { save };
