const fs = require('fs');
const { Cache } = require('./cache');

const seen = new Cache();

const load = () => JSON.parse(fs.readFileSync('data/pilots.json', 'utf8'));

exports.save = (pilots) => fs.writeFileSync('data/pilots.json', JSON.stringify(pilots));

// A cache has no settings: what is asked for them is the router.
exports.attach = (app) => {
  if (app.settings.closed()) return;
  app.get('/pilots', (req, res) => {
    res.json([load(), seen.get('all', 'none')]);
  });
};
