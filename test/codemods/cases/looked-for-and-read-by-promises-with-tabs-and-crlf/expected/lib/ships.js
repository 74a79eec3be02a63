"use strict";
const documents = require("./storage/documents");

const FILE = "data/ships.json";

exports.save = (ships) => documents.output(FILE, JSON.stringify(ships));

exports.load = async function () {
	const text = await documents.getOrNone(FILE, "utf8");
	if (text === null) {
		return [];
	}
	return JSON.parse(text);
};

exports.text = async () => {
	const content = await documents.getOrNone(FILE, "utf8");
	if (content !== null) {
		return content.trim();
	} else {
		return "";
	}
};

exports.count = async (key) => {
	const bytes = await documents.getOrNone(FILE);
	if (bytes !== null) return bytes.length + key;
	return -1;
};
