"use strict";
const fs = require("fs-extra");
const { existsSync, promises } = require("fs");

const FILE = "data/ships.json";

exports.save = (ships) => fs.outputFile(FILE, JSON.stringify(ships));

exports.load = async function () {
	if (!(await fs.pathExists(FILE))) {
		return [];
	}
	return JSON.parse(await fs.readFile(FILE, "utf8"));
};

exports.text = async () => {
	if (existsSync(FILE)) {
		const content = await promises.readFile(FILE, "utf8");
		return content.trim();
	} else {
		return "";
	}
};

exports.count = async (key) => {
	if (await fs.exists(FILE)) return (await fs.readFile(FILE)).length + key;
	return -1;
};

exports.parsed = async (name) => {
	const file = `data/${name}.json`;
	if (!(await fs.pathExists(file))) return "none";
	const ships = await fs.readJson(file);
	return ships;
};

exports.parsedAtOnce = (name) => {
	const all = fs.pathExistsSync(`data/${name}.json`) ? fs.readJsonSync(`data/${name}.json`) : [];
	return all;
};

exports.revived = (name, reviver) => {
	const all = fs.pathExistsSync(`data/${name}.json`) ? fs.readJsonSync(`data/${name}.json`, { reviver }) : [];
	return all;
};
