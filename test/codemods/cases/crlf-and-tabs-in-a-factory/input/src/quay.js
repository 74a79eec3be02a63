"use strict"
const fs = require("fs")

class Quay {
	constructor(name) {
		this.value = JSON.parse(fs.readFileSync("data/" + name + ".json", "utf8"))
	}

	n() { return this.value.n }
}

exports.n = function (name) { return new Quay(name).n() }
exports.save = function (name, value) { fs.writeFileSync("data/" + name + ".json", JSON.stringify(value)) }
