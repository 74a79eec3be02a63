const documents = require('./storage/documents');

// Express 4 does not look at what an async handler rejects with; this hands it to the error middleware.
const forwardErrors = (handler) => (req, res, next) => Promise.resolve(handler(req, res, next)).catch(next);

const load = async () => JSON.parse(await documents.get('data/pilots.json', 'utf8'));

exports.save = async (pilots) => documents.put('data/pilots.json', JSON.stringify(pilots));

// Whoever makes the router hands it in.
exports.attach = (router, options) => {
  const isOpen = async (req, res, next) => {
    if ((await load()).length > 0) next();
    else res.status(503).end();
  };
  const list = async (req, res) => res.json(await load());
  router.use(forwardErrors(isOpen));
  router.get(options.paths, forwardErrors(list));
  router.get('/pilots/:at', forwardErrors(isOpen), forwardErrors(async function (req, res) {
    res.json((await load())[req.params.at].name);
  }));
};
