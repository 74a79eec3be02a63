"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.Client = void 0;
const fs_1 = __importDefault(require("fs"));
const plugins_1 = __importDefault(require("./plugins"));
class Client {
    constructor() {
        this.lines = [];
    }
    say(line) {
        this.lines.push(line);
    }
    load(side) {
        return JSON.parse(fs_1.default.readFileSync(`data/berths/${side}.json`, "utf8"));
    }
    save(side, ships) {
        fs_1.default.writeFileSync(`data/berths/${side}.json`, JSON.stringify(ships));
    }
    input(text) {
        text.split("\n").forEach((line) => {
            this.inputLine(line);
        });
    }
    inputLine(line) {
        const args = line.split(" ");
        const command = args.shift();
        const plugin = plugins_1.default.plugins.get(command);
        if (plugin) {
            if (plugin.input.apply(this, [args[0], args]) === false) {
                this.say(`${command} failed`);
            }
            return;
        }
        this.say(`no ${command}`);
    }
}
exports.Client = Client;
