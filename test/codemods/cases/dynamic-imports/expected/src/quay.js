export { save } from './store.js';
export async function total(name) {
  const { load } = await import('./store.js');
  const store = await import('./store.js');
  return (await load(name)).n + (await store.load('a')).n;
}
