"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.setFees = exports.fees = void 0;
const json_1 = require("./json");
const fees = () => (0, json_1.readJson)("fees.json") || {};
exports.fees = fees;
const setFees = (all) => (0, json_1.writeJson)("fees.json", all);
exports.setFees = setFees;
