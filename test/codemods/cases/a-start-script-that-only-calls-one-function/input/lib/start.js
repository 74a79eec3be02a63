const fs = require("fs")
const { EventEmitter } = require("events")

process.on("uncaughtException", (error) => {
	console.log("uncaught", error.code)
	process.exitCode = 3
})

const main = new EventEmitter()
main.on("begun", () => console.log("begun"))

function start(name) {
	const berths = JSON.parse(fs.readFileSync("data/berths.json", "utf8"))
	main.emit("begun")
	console.log(name, berths.length)
	fs.writeFileSync("data/berths.json", JSON.stringify([...berths, name]))
}

start(process.argv[2])
