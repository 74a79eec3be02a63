const fs = require('fs');
const path = require('path');

let userDir;
let berthsFile;

module.exports = {
  init: async function (settings) {
    userDir = settings.userDir;
    berthsFile = path.join(settings.userDir, 'berths.json');
    if (!fs.existsSync(userDir)) fs.mkdirSync(userDir, { recursive: true });
  },
  getBerths: async function () {
    return fs.existsSync(berthsFile) ? JSON.parse(fs.readFileSync(berthsFile, 'utf8')) : {};
  },
  saveBerth: async function (name, ship) {
    const berths = await this.getBerths();
    berths[name] = ship;
    fs.writeFileSync(berthsFile, JSON.stringify(berths));
    return fs.readdirSync(userDir);
  },
};
