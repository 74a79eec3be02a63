const fs = require('fs');
const documents = require('./storage/documents');

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    return null;
  }
}

// readJson for documents that live in storage.
async function readJsonStored(file) {
  try {
    return JSON.parse(await documents.get(file, 'utf8'));
  } catch (error) {
    return null;
  }
}

const writeJson = (file, value) => {
  fs.writeFileSync(file, JSON.stringify(value));
};

// writeJson for documents that live in storage.
const writeJsonStored = async (file, value) => {
  await documents.put(file, JSON.stringify(value));
};

module.exports = {
  readJson,
  readJsonStored,
  writeJson,
  writeJsonStored,
};
