"use strict";
const path = require("path");
const documents = require("./storage/documents");

const FOLDER = process.env.BERTHS || path.join(__dirname, "../data/berths");

documents.makeFolderSync(FOLDER, { recursive: true });

exports.names = async function () {
	return (await documents.list(FOLDER)).filter((name) => name.endsWith(".json"));
};

exports.save = async function (id, berth) {
	await documents.put(path.join(FOLDER, id + ".json"), JSON.stringify(berth));
};

exports.load = async function (id) {
	return JSON.parse(await documents.get(path.join(FOLDER, id + ".json")));
};
