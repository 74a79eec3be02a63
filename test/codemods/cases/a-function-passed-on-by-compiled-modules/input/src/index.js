"use strict";
var __exportStar = (this && this.__exportStar) || function (m, exports) {
    for (var p in m) if (p !== "default" && !Object.prototype.hasOwnProperty.call(exports, p)) exports[p] = m[p];
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.load = void 0;
var store_1 = require("./store");
Object.defineProperty(exports, "load", { enumerable: true, get: function () { return store_1.load; } });
__exportStar(require("./store"), exports);
