const documents = require('./storage/documents');

async function main() {
  const known = (await documents.has('data/count.json')) ? JSON.parse(await documents.get('data/count.json', 'utf8')) : { runs: 0 };

  await documents.put('data/count.json', JSON.stringify({ runs: known.runs + 1 }));
}

main().catch((error) => {
  // Uncaught, as it was while nothing had to be waited for.
  process.nextTick(() => { throw error; });
});
