"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.save = exports.load = void 0;
const node_fs_1 = require("node:fs");
function load(name) {
    return JSON.parse((0, node_fs_1.readFileSync)(`data/${name}.json`, "utf8"));
}
exports.load = load;
function save(name, value) {
    (0, node_fs_1.writeFileSync)(`data/${name}.json`, JSON.stringify(value));
}
exports.save = save;
