import path from 'node:path';
import * as documents from './storage/documents.js';

const PLACE = 'harbours/south/data';

export const loadSouth = () => documents.get(path.join(PLACE, 'ships.json'), 'utf8');
export const saveSouth = (text) => documents.put(path.join(PLACE, 'ships.json'), text);
