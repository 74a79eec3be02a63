const { readFileSync, writeFileSync } = require('fs')

module.exports.read = () => JSON.parse(readFileSync('state.json', 'utf8'))
module.exports.write = (state) => {
  writeFileSync('state.json', JSON.stringify(state))
}
