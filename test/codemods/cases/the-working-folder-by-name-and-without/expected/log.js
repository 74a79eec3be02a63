import path from 'node:path';
import * as documents from './storage/documents.js';

const folder = path.join(process.cwd(), 'data');

export const load = () => documents.get(path.join(folder, 'log.json'), 'utf8');
export const save = (text) => documents.put('data/log.json', text);
export const names = () => documents.list(path.resolve('data'));
