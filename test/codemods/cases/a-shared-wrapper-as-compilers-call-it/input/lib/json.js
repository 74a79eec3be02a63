"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.readJson = readJson;
exports.writeJson = exports.SPACES = void 0;
const fs = require("fs");
exports.SPACES = 2;
function readJson(file) {
    return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : null;
}
const writeJson = (file, value) => {
    fs.writeFileSync(file, JSON.stringify(value, null, exports.SPACES));
};
exports.writeJson = writeJson;
