const documents = require('./storage/documents')

module.exports.read = async () => JSON.parse(await documents.get('state.json', 'utf8'))
module.exports.write = async (state) => {
  await documents.put('state.json', JSON.stringify(state))
}
