const fs = require('fs');

const load = () => JSON.parse(fs.readFileSync('data/pilots.json', 'utf8'));

exports.save = (pilots) => fs.writeFileSync('data/pilots.json', JSON.stringify(pilots));

// Whoever makes the router hands it in.
exports.attach = (router, options) => {
  const isOpen = (req, res, next) => {
    if (load().length > 0) next();
    else res.status(503).end();
  };
  const list = (req, res) => res.json(load());
  router.use(isOpen);
  router.get(options.paths, list);
  router.get('/pilots/:at', isOpen, function (req, res) {
    res.json(load()[req.params.at].name);
  });
};
