"use strict";
var __importStar = (this && this.__importStar) || function (mod) {
    if (mod && mod.__esModule) return mod;
    var result = {};
    if (mod != null) for (var k in mod) if (k !== "default" && Object.prototype.hasOwnProperty.call(mod, k)) result[k] = mod[k];
    result["default"] = mod;
    return result;
};
Object.defineProperty(exports, "__esModule", { value: true });
const plugins = new Map();
const names = ["count", "greet"];
const ready = Promise.all(names.map((name) => Promise.resolve(`${`./${name}`}`).then(s => __importStar(require(s))).then((plugin) => {
    plugin.default.commands.forEach((command) => plugins.set(command, plugin.default));
})));
exports.default = { plugins, ready };
