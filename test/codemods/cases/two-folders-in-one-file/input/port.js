import fs from 'node:fs/promises';

export const tides = () => fs.readFile('tides/list.json', 'utf8');
export const setTides = (text) => fs.writeFile('tides/list.json', text);

export const fees = () => fs.readFile('fees/list.json', 'utf8');
export const setFees = (text) => fs.writeFile('fees/list.json', text);
