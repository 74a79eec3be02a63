const { Cache } = require('./cache');
const documents = require('./storage/documents');

// Express 4 does not look at what an async handler rejects with; this hands it to the error middleware.
const forwardErrors = (handler) => (req, res, next) => Promise.resolve(handler(req, res, next)).catch(next);

const seen = new Cache();

const load = async () => JSON.parse(await documents.get('data/pilots.json', 'utf8'));

exports.save = async (pilots) => documents.put('data/pilots.json', JSON.stringify(pilots));

// A cache has no settings: what is asked for them is the router.
exports.attach = (app) => {
  if (app.settings.closed()) return;
  app.get('/pilots', forwardErrors(async (req, res) => {
    res.json([await load(), seen.get('all', 'none')]);
  }));
};
