const fs = require('fs');

const known = fs.existsSync('data/count.json') ? JSON.parse(fs.readFileSync('data/count.json', 'utf8')) : { runs: 0 };

fs.writeFileSync('data/count.json', JSON.stringify({ runs: known.runs + 1 }));
