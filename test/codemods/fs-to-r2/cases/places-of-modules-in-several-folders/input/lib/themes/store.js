'use strict';

const fs = require('fs');
const { join } = require('path');

const SHIPPED = join(__dirname, 'shipped.json');
const isBundled = typeof __dirname === 'undefined';

exports.themesIn = (folder = join(__dirname, '../../data')) => {
  const fileOf = (name) => (name === 'default' ? SHIPPED : join(folder, `${name}.json`));
  return {
    read: (name) => JSON.parse(fs.readFileSync(fileOf(name), 'utf8')),
    write: (name, theme) => fs.writeFileSync(join(folder, `${name}.json`), JSON.stringify(theme)),
    isBundled,
  };
};
