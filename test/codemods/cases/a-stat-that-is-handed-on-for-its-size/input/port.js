const fs = require('fs');
const app = require('express')();

function lengthOf(found) {
  console.log(found);
  return words(found);
}

function words({ size, mtimeMs }) {
  return `${size} bytes of ${mtimeMs}`;
}

app.put('/port', (req, res) => {
  fs.writeFileSync('data/port.json', JSON.stringify(req.query));
  res.end();
});
app.get('/port', (req, res) => {
  const found = fs.statSync('data/port.json');
  res.send(lengthOf(found));
});
app.listen(3000);
