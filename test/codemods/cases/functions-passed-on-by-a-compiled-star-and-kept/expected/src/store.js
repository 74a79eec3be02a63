"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.save = exports.load = void 0;
const documents = require("./storage/documents");
async function load(name) {
    return JSON.parse(await documents.get(`data/${name}.json`, "utf8"));
}
exports.load = load;
async function save(name, value) {
    await documents.put(`data/${name}.json`, JSON.stringify(value));
}
exports.save = save;
