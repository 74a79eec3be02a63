const app = require('express')();
const settings = require('./settings');

app.put('/settings', (req, res) => {
  settings.save(req.query);
  res.json({ size: settings.size() });
});
app.get('/settings', (req, res) => res.json(settings.load()));
app.listen(3000);
