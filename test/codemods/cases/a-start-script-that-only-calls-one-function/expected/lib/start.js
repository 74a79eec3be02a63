const { EventEmitter } = require("events")
const documents = require("./storage/documents")

process.on("uncaughtException", (error) => {
	console.log("uncaught", error.code)
	process.exitCode = 3
})

const main = new EventEmitter()
main.on("begun", () => console.log("begun"))

async function start(name) {
	const berths = JSON.parse(await documents.get("data/berths.json", "utf8"))
	main.emit("begun")
	console.log(name, berths.length)
	await documents.put("data/berths.json", JSON.stringify([...berths, name]))
}

start(process.argv[2]).catch((error) => {
	// Uncaught, as it was while nothing had to be waited for.
	process.nextTick(() => { throw error; })
})
