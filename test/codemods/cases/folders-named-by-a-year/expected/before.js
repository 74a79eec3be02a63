import path from 'node:path';
import * as documents from './storage/documents.js';

const PLACE = '2023';

export const load = () => documents.get(path.join(PLACE, 'ships.json'), 'utf8');
export const save = (text) => documents.put(path.join(PLACE, 'ships.json'), text);
