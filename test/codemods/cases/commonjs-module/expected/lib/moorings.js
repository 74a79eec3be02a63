'use strict';

const path = require('node:path');
const documents = require('./storage/documents');

const FILE = path.join(process.cwd(), 'data', 'moorings.json');

async function all() {
  try {
    return JSON.parse(await documents.get(FILE));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

async function add(mooring) {
  const list = await all();
  list.push(mooring);
  await documents.makeFolder(path.dirname(FILE), { recursive: true });
  await documents.put(FILE, JSON.stringify(list, null, 2));
}

module.exports = { all, add };
