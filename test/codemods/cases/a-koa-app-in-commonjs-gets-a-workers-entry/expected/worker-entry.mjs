// Serves app.js on Cloudflare Workers; on Node nothing loads this file. It listens on the port that is named here.
import app from "./app.js"
import { httpServerHandler } from "cloudflare:node"

app.listen(3000)

export default httpServerHandler({ port: 3000 })
