"use strict"
const documents = require("./storage/documents")

class Quay {
	async initialise(name) {
		this.value = JSON.parse(await documents.get("data/" + name + ".json", "utf8"))
	}

	static async create(...given) {
		const made = new this()
		await made.initialise(...given)
		return made
	}

	n() { return this.value.n }
}

exports.n = async function (name) { return (await Quay.create(name)).n() }
exports.save = async function (name, value) { await documents.put("data/" + name + ".json", JSON.stringify(value)) }
