const documents = require('./storage/documents');

documents.makeFolderSync('data', { recursive: true });

async function main() {
  await documents.put('data/started.json', JSON.stringify({ by: process.argv[2] }));

  process.stdin.on('end', async () => {
    if (process.argv[3]) console.log(await documents.get('data/started.json', 'utf8'));
  });
  process.stdin.resume();
}

main().catch((error) => {
  // Uncaught, as it was while nothing had to be waited for.
  process.nextTick(() => { throw error; });
});
