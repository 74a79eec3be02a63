const http = require('http');
const documents = require('./storage/documents');

async function main() {
  const settings = JSON.parse(await documents.get('data/port.json', 'utf8'));

  http.createServer(async (req, res) => {
    await documents.put('data/port.json', JSON.stringify({ ...settings, url: req.url }));
    res.end();
  }).listen(settings.port);
}

main().catch((error) => {
  // Uncaught, as it was while nothing had to be waited for.
  process.nextTick(() => { throw error; });
});
