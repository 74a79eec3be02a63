const files = require('../storage/files');

module.exports = (app) => ({
  start() {
    app.get('/ships', async (req, res) => {
      res.send(await files.get('data/ships.json', 'utf8'));
    });
    app.put('/ships', async (req, res) => {
      await files.put('data/ships.json', '{"n":"ships"}');
      res.end();
    });
  },
});
