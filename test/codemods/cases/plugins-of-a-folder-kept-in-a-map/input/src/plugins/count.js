"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const commands = ["count", "number"];
const input = function (side, args) {
    if (args.length > 1) {
        return false;
    }
    this.say(`${this.load(side).length} in ${side}`);
    return true;
};
exports.default = {
    commands,
    input,
};
