import { EventEmitter } from 'node:events';

export const bus = new EventEmitter();
bus.on('count', (n) => console.log('count', n));
