"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.setFees = exports.fees = void 0;
const json_1 = require("./json");
const fees = async () => (await (0, json_1.readJsonStored)("fees.json")) || {};
exports.fees = fees;
const setFees = async (all) => (0, json_1.writeJsonStored)("fees.json", all);
exports.setFees = setFees;
