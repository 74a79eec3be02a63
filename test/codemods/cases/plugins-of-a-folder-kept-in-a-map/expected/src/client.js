"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.Client = void 0;
const plugins_1 = __importDefault(require("./plugins"));
const documents = require("./storage/documents");
class Client {
    constructor() {
        this.lines = [];
    }
    say(line) {
        this.lines.push(line);
    }
    async load(side) {
        return JSON.parse(await documents.get(`data/berths/${side}.json`, "utf8"));
    }
    async save(side, ships) {
        await documents.put(`data/berths/${side}.json`, JSON.stringify(ships));
    }
    async input(text) {
        for (const line of text.split("\n")) {
            await this.inputLine(line);
        }
    }
    async inputLine(line) {
        const args = line.split(" ");
        const command = args.shift();
        const plugin = plugins_1.default.plugins.get(command);
        if (plugin) {
            if ((await plugin.input.apply(this, [args[0], args])) === false) {
                this.say(`${command} failed`);
            }
            return;
        }
        this.say(`no ${command}`);
    }
}
exports.Client = Client;
