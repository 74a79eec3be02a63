'use strict';

const { join } = require('path');
const files = require('../storage/files');

const SHIPPED = join(files.inBundle('/bundle/lib/themes') ?? __dirname, 'shipped.json');
const isBundled = typeof __dirname === 'undefined';

exports.themesIn = (folder = join(files.inBundle('/bundle/lib/themes') ?? __dirname, '../../data')) => {
  const fileOf = (name) => (name === 'default' ? SHIPPED : join(folder, `${name}.json`));
  return {
    read: async (name) => JSON.parse(await files.get(fileOf(name), 'utf8')),
    write: async (name, theme) => files.put(join(folder, `${name}.json`), JSON.stringify(theme)),
    isBundled,
  };
};
