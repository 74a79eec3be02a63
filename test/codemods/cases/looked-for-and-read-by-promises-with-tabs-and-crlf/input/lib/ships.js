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
