import * as documents from './storage/documents.js';

export const load = () => documents.get('quay.json', 'utf8');
export const save = (text) => documents.put('quay.json', text);
