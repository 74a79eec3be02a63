const fs = require('fs');
const path = require('path');
const app = require('express')();

const placeOf = (name) => path.join(__dirname, 'rules', `${name}.json`);

app.put('/ports/:name', (req, res) => {
  fs.writeFileSync(placeOf(req.params.name), JSON.stringify(req.query));
  res.end();
});
app.get('/ports/:name/:rule', (req, res) => {
  const rule = require(path.join(__dirname, 'rules', `${req.params.rule}.js`));
  res.json(rule(JSON.parse(fs.readFileSync(placeOf(req.params.name), 'utf8'))));
});
app.listen(3000);
