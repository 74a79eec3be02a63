const documents = require('./storage/documents');
const app = require('express')();

function lengthOf(found) {
  console.log(found);
  return words(found);
}

function words({ size, mtimeMs }) {
  return `${size} bytes of ${mtimeMs}`;
}

app.put('/port', async (req, res) => {
  await documents.put('data/port.json', JSON.stringify(req.query));
  res.end();
});
app.get('/port', async (req, res) => {
  const found = await documents.stat('data/port.json');
  res.send(lengthOf(found));
});
app.listen(3000);
