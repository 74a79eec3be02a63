const fs = require('fs');
const { fork } = require('child_process');
const app = require('express')();

app.put('/scripts/:name', (req, res) => {
  fs.writeFileSync(`data/scripts/${req.params.name}.js`, req.query.code);
  res.end();
});
app.post('/scripts/:name', (req, res) => fork(`data/scripts/${req.params.name}.js`).on('message', (said) => res.json(said)));
app.get('/scripts/:name', (req, res) => res.send(fs.readFileSync(`data/scripts/${req.params.name}.js`, 'utf8')));
app.listen(3000);
