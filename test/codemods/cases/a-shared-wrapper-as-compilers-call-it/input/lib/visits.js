"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.setVisits = exports.visits = void 0;
const json_1 = require("./json");
const visits = () => (0, json_1.readJson)("visits.json") || [];
exports.visits = visits;
const setVisits = (all) => (0, json_1.writeJson)("visits.json", all);
exports.setVisits = setVisits;
