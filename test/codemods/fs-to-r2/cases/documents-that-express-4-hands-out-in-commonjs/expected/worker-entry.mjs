// Serves server.js on Cloudflare Workers; on Node nothing loads this file. It listens on the port that is named here.
import './server.js'
import { httpServerHandler } from 'cloudflare:node'

export default httpServerHandler({ port: 3000 })
