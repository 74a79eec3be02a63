const documents = require('./storage/documents');

async function main() {
  const ships = JSON.parse(await documents.get('data/ships.json', 'utf8'));
  process.send(ships.length);
  process.disconnect();
}

main().catch((error) => {
  // Uncaught, as it was while nothing had to be waited for.
  process.nextTick(() => { throw error; });
});
