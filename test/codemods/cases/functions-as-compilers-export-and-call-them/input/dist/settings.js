"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.save = save;
const fs_1 = __importDefault(require("fs"));
const defaults = { berths: 2 };
exports.default = {
    load,
    names: Object.keys(defaults),
};
function load() {
    return JSON.parse(fs_1.default.readFileSync("data/settings.json", "utf8"));
}
function save(settings) {
    fs_1.default.writeFileSync("data/settings.json", JSON.stringify(settings));
}
