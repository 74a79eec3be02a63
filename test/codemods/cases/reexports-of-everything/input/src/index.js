export * from './store.js';
export * as store from './store.js';
export { load as read } from './store.js';
