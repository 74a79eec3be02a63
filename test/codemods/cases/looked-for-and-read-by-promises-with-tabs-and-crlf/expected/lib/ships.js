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

exports.parsed = async (name) => {
	const file = `data/${name}.json`;
	const ships = await documents.readJsonOrNone(file);
	if (ships === undefined) return "none";
	return ships;
};

exports.parsedAtOnce = async (name) => {
	const value = await documents.readJsonOrNone(`data/${name}.json`);
	const all = value !== undefined ? value : [];
	return all;
};

exports.revived = async (name, reviver) => {
	const all = (await documents.has(`data/${name}.json`)) ? await documents.loadJson(`data/${name}.json`, { reviver }) : [];
	return all;
};
