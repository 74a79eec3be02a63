import * as documents from './storage/documents.js';

export const tides = () => documents.get('tides/list.json', 'utf8');
export const setTides = (text) => documents.put('tides/list.json', text);

export const fees = () => documents.get('fees/list.json', 'utf8');
export const setFees = (text) => documents.put('fees/list.json', text);
