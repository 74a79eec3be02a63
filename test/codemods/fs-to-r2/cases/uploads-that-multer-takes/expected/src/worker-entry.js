// Serves server.js on Cloudflare Workers; on Node nothing loads this file. It listens on the port that is named here: PORT in the wrangler configuration tells it.
import './server.js';
import { httpServerHandler } from 'cloudflare:node';

export default httpServerHandler({ port: 3000 });
