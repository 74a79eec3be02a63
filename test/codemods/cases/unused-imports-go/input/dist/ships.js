"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.load = load;
exports.save = save;
const path_1 = __importDefault(require("path"));
const node_fs_1 = __importDefault(require("node:fs"));
const FILE = path_1.default.join("data", "ships.json");
async function load() {
    return JSON.parse(await node_fs_1.default.promises.readFile(FILE, "utf8"));
}
async function save(ships) {
    await node_fs_1.default.promises.writeFile(FILE, JSON.stringify(ships));
}
