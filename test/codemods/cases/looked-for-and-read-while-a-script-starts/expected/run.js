const path = require('node:path');
const documents = require('./storage/documents');

const FILE = path.join('data', 'settings.json');
let settings = { port: 8080 };

async function main() {
  const text = await documents.getOrNone(FILE, 'utf8');
  if (text !== null) {
    settings = JSON.parse(text);
  }

  const text2 = await documents.getOrNone('data/name.txt', 'utf8');
  const name = text2 !== null ? text2.trim() : 'new';

  console.log(settings, name);
  documents.makeFolderSync('data', { recursive: true });
  await documents.put(FILE, JSON.stringify({ ...settings, port: settings.port + 1 }));
  await documents.put('data/name.txt', `${name}er\n`);
}

main().catch((error) => {
  // Uncaught, as it was while nothing had to be waited for.
  process.nextTick(() => { throw error; });
});
