import { OptionParser } from './options.js';
import * as documents from './storage/documents.js';

const options = { file: 'data/quay.json', name: 'quay' };
const parser = new OptionParser();
parser.on('name', (value) => {
  options.name = value;
});
parser.parse(process.argv);

if (options.name === 'new') {
  options.berths = 12;
  await documents.put(options.file, JSON.stringify(options));
  process.exit(0);
}

options.label = options.name.toUpperCase();
console.log(options.label);
