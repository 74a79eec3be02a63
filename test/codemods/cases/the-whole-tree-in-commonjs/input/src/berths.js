"use strict";
const fs = require("fs");
const path = require("path");

const FOLDER = process.env.BERTHS || path.join(__dirname, "../data/berths");

fs.mkdirSync(FOLDER, { recursive: true });

exports.names = function () {
	return fs.readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
};

exports.save = function (id, berth) {
	fs.writeFileSync(path.join(FOLDER, id + ".json"), JSON.stringify(berth));
};

exports.load = function (id) {
	return JSON.parse(fs.readFileSync(path.join(FOLDER, id + ".json")));
};
