import path from 'node:path';
import * as documents from './storage/documents.js';

const PLACE = 'harbours/west/data';

export const loadWest = () => documents.get(path.join(PLACE, 'ships.json'), 'utf8');
export const saveWest = (text) => documents.put(path.join(PLACE, 'ships.json'), text);
