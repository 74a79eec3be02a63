import * as files from './storage/files.js';

export const ship = (name) => files.get(`data/ships/${name}.json`, 'utf8');
export const dock = (name, text) => files.put(`data/ships/${name}.json`, text);
