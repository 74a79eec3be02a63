const ask = require('ask-pilot');
const documents = require('./storage/documents');

const load = async () => JSON.parse(await documents.get('data/pilots.json', 'utf8'));

exports.save = async (list) => documents.put('data/pilots.json', JSON.stringify(list));

exports.choose = (done) => {
  ask({ question: 'Who?' }, async function (_err, name) {
    done((await load()).includes(name));
  });
};
