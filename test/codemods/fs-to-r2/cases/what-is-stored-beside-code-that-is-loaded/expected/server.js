const path = require('path');
const files = require('./storage/files');
const app = require('express')();

const placeOf = (name) => path.join(__dirname, 'rules', `${name}.json`);

app.put('/ports/:name', async (req, res) => {
  await files.put(placeOf(req.params.name), JSON.stringify(req.query));
  res.end();
});
app.get('/ports/:name/:rule', async (req, res) => {
  const rule = require(path.join(__dirname, 'rules', `${req.params.rule}.js`));
  res.json(rule(JSON.parse(await files.get(placeOf(req.params.name), 'utf8'))));
});
app.listen(3000);
