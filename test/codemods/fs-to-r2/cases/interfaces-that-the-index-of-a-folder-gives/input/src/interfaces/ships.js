const fs = require('fs');

module.exports = (app) => ({
  start() {
    app.get('/ships', (req, res) => {
      res.send(fs.readFileSync('data/ships.json', 'utf8'));
    });
    app.put('/ships', (req, res) => {
      fs.writeFileSync('data/ships.json', '{"n":"ships"}');
      res.end();
    });
  },
});
