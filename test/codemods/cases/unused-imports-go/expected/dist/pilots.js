"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const tslib_1 = require("tslib");
const documents = require("../storage/documents");
exports.load = () => documents.get("data/pilots.txt", "utf8");
exports.save = (text) => documents.put("data/pilots.txt", text);
exports.drop = () => documents.remove("data/pilots.txt");
exports.shared = tslib_1;
