const path = require('path');
const documents = require('./storage/documents');

let userDir;
let berthsFile;

module.exports = {
  init: async function (settings) {
    userDir = settings.userDir;
    berthsFile = path.join(settings.userDir, 'berths.json');
    if (!(await documents.has(userDir))) await documents.makeFolder(userDir, { recursive: true });
  },
  getBerths: async function () {
    const text = await documents.getOrNone(berthsFile, 'utf8');
    return text !== null ? JSON.parse(text) : {};
  },
  saveBerth: async function (name, ship) {
    const berths = await this.getBerths();
    berths[name] = ship;
    await documents.put(berthsFile, JSON.stringify(berths));
    return documents.list(userDir);
  },
};
