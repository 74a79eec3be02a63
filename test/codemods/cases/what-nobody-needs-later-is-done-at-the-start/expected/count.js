const documents = require('./storage/documents');

async function main() {
  const text = await documents.getOrNone('data/count.json', 'utf8');
  const known = text !== null ? JSON.parse(text) : { runs: 0 };

  await documents.put('data/count.json', JSON.stringify({ runs: known.runs + 1 }));
}

main().catch((error) => {
  // Uncaught, as it was while nothing had to be waited for.
  process.nextTick(() => { throw error; });
});
