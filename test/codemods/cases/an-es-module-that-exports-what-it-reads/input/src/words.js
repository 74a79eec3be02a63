import name, { places } from './settings.js';

export const title = `${name} (${places.length})`;
