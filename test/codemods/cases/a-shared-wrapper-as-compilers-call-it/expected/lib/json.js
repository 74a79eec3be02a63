"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.readJson = readJson;
exports.readJsonStored = readJsonStored;
exports.writeJson = exports.SPACES = void 0;
const fs = require("fs");
const documents = require("./storage/documents");
exports.SPACES = 2;
function readJson(file) {
    return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : null;
}

// readJson for documents that live in storage.
async function readJsonStored(file) {
    const text = await documents.getOrNone(file, "utf8");
    return text !== null ? JSON.parse(text) : null;
}
const writeJson = (file, value) => {
    fs.writeFileSync(file, JSON.stringify(value, null, exports.SPACES));
};

// writeJson for documents that live in storage.
const writeJsonStored = async (file, value) => {
    await documents.put(file, JSON.stringify(value, null, exports.SPACES));
};
exports.writeJson = writeJson;
exports.writeJsonStored = writeJsonStored;
