'use strict';

const fs = require('node:fs');
const path = require('node:path');

const FILE = path.join(process.cwd(), 'data', 'moorings.json');

function all() {
  try {
    return JSON.parse(fs.readFileSync(FILE));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

function add(mooring) {
  const list = all();
  list.push(mooring);
  fs.mkdirSync(path.dirname(FILE), { recursive: true });
  fs.writeFileSync(FILE, JSON.stringify(list, null, 2));
}

module.exports = { all, add };
