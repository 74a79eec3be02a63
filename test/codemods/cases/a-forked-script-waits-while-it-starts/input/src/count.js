const fs = require('fs');

const ships = JSON.parse(fs.readFileSync('data/ships.json', 'utf8'));
process.send(ships.length);
process.disconnect();
