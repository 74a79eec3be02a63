const files = require('../storage/files');

module.exports = (app) => ({
  start() {
    app.get('/quays', async (req, res) => {
      res.send(await files.get('data/quays.json', 'utf8'));
    });
    app.put('/quays', async (req, res) => {
      await files.put('data/quays.json', '{"n":"quays"}');
      res.end();
    });
  },
});
