"use strict";

var _fs = _interopRequireDefault(require("fs"));
var _lines = _interopRequireDefault(require("../src/lines"));
function _interopRequireDefault(obj) { return obj && obj.__esModule ? obj : { default: obj }; }

exports.load = async () => _lines.default.split(await _fs.default.promises.readFile("data/crews.txt", "utf8"));
exports.save = (text) => _fs.default.promises.writeFile("data/crews.txt", text);
