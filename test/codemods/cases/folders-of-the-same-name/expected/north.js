import path from 'node:path';
import * as documents from './storage/documents.js';

const PLACE = 'harbours/north/data';

export const loadNorth = () => documents.get(path.join(PLACE, 'ships.json'), 'utf8');
export const saveNorth = (text) => documents.put(path.join(PLACE, 'ships.json'), text);
