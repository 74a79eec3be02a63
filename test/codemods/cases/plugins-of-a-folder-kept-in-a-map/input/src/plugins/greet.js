"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const commands = ["greet"];
const input = function (side) {
    this.say(`hello ${side}`);
    return true;
};
exports.default = {
    commands,
    input,
};
