"use strict"
const Koa = require("koa")
const documents = require("./storage/documents")

const FILE = "data/quay.json"
const app = new Koa()

app.use(async (ctx) => {
	if (ctx.method === "PUT") await documents.put(FILE, JSON.stringify({ path: ctx.path, level: process.env.LEVEL, crane: process.env.CRANE_TOKEN }))
	ctx.body = await documents.get(FILE, "utf8")
})

module.exports = app

if (require.main === module) app.listen(Number(process.env.PORT) || 5000)
