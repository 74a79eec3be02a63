"use strict";

var _lines = _interopRequireDefault(require("../src/lines"));
const documents = require("../storage/documents");
function _interopRequireDefault(obj) { return obj && obj.__esModule ? obj : { default: obj }; }

exports.load = async () => _lines.default.split(await documents.get("data/crews.txt", "utf8"));
exports.save = (text) => documents.put("data/crews.txt", text);
