const fs = require('fs');

module.exports = (app) => ({
  start() {
    app.get('/quays', (req, res) => {
      res.send(fs.readFileSync('data/quays.json', 'utf8'));
    });
    app.put('/quays', (req, res) => {
      fs.writeFileSync('data/quays.json', '{"n":"quays"}');
      res.end();
    });
  },
});
