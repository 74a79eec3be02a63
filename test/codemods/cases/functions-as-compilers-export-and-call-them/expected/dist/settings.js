"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.save = save;
const documents = require("./storage/documents");
const defaults = { berths: 2 };
exports.default = {
    load,
    names: Object.keys(defaults),
};
async function load() {
    return JSON.parse(await documents.get("data/settings.json", "utf8"));
}
async function save(settings) {
    await documents.put("data/settings.json", JSON.stringify(settings));
}
