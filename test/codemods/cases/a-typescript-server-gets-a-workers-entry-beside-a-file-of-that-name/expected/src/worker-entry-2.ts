// Serves main.ts on Cloudflare Workers; on Node nothing loads this file. It listens on the port that is named here.
import './main.js';
import { httpServerHandler } from 'cloudflare:node';

export default httpServerHandler({ port: 4100 });
