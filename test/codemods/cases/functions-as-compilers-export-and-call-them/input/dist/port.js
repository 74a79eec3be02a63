"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.enlarge = enlarge;
const settings_1 = __importDefault(require("./settings"));
const settings_2 = require("./settings");
function enlarge(by) {
    const settings = settings_1.default.load();
    (0, settings_2.save)({ ...settings, berths: settings.berths + by });
    return settings_1.default.names.concat(String(settings_1.default.load().berths));
}
