"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const tslib_1 = require("tslib");
const fs = tslib_1.__importStar(require("fs"));
const fsp = (0, tslib_1.__importStar)(require("fs/promises"));
exports.load = () => fsp.readFile("data/pilots.txt", "utf8");
exports.save = (text) => fs.promises.writeFile("data/pilots.txt", text);
exports.shared = tslib_1;
