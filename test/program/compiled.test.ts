import { describe, expect, test } from 'vitest';
import { linked, originsIn } from './linked.js';

const READ = 'node:fs.readFileSync';

describe('what compilers make of an import', () => {
  const forms: [name: string, code: string][] = [
    ['tsc, default', `var __importDefault = (this && this.__importDefault) || function (mod) { return (mod && mod.__esModule) ? mod : { "default": mod }; }; const fs_1 = __importDefault(require("fs")); fs_1.default.readFileSync('ledger.txt');`],
    ['tsc, named call', `const fs_1 = require("fs"); (0, fs_1.readFileSync)('ledger.txt');`],
    ['tslib', `const tslib_1 = require("tslib"); const fs = tslib_1.__importStar(require("fs")); fs.readFileSync('ledger.txt');`],
    ['Babel', `var _fs = _interopRequireWildcard(require("fs")); function _interopRequireWildcard(e) { return e; } _fs.readFileSync('ledger.txt');`],
    ['Babel runtime', `var _interopRequireDefault = require("@babel/runtime/helpers/interopRequireDefault"); var _fs = _interopRequireDefault(require("fs")); _fs["default"].readFileSync('ledger.txt');`],
    ['swc', `const _interop_require_default = require("@swc/helpers/_/_interop_require_default"); const _fs = _interop_require_default._(require("fs")); _fs.default.readFileSync('ledger.txt');`],
    ['esbuild', `var __toESM = (mod, isNodeMode, target) => (target = {}, copy(mod, target)); var import_fs = __toESM(require("fs")); import_fs.default.readFileSync('ledger.txt');`],
    ['Rollup', `var fs = require('fs'); function _interopDefaultLegacy (e) { return { 'default': e }; } var fs__default = _interopDefaultLegacy(fs); fs__default['default'].readFileSync('ledger.txt');`],
    ['a copy of a helper with a number', `var fs$1 = __importDefault$1(require("fs")); fs$1.default.readFileSync('ledger.txt');`],
    ['a require of its own', `var __require = ((x) => typeof require !== "undefined" ? require : x)(function (x) { throw Error(x); }); __require("fs").readFileSync('ledger.txt');`],
    ['UMD', `(function (factory) { factory(require, exports); })(function (require, exports) { const fs = require("fs"); fs.readFileSync('ledger.txt'); });`],
    ['webpack', `var __webpack_modules__ = ({ "fs": ((module) => { module.exports = require("fs"); }) }); function __webpack_require__(id) { var module = { exports: {} }; __webpack_modules__[id](module, module.exports); return module.exports; } const fs = __webpack_require__("fs"); fs.readFileSync('ledger.txt');`],
  ];
  test.each(forms)('%s', (_name, code) => {
    expect(originsIn(code)).toEqual([READ]);
  });
});

describe('what compilers make of an async method', () => {
  const forms: [name: string, code: string][] = [
    ['__awaiter', `class Ledger { constructor(fs) { this.fs = fs; } load() { return __awaiter(this, void 0, void 0, function* () { return yield this.fs.readFileSync('ledger.txt'); }); } } new Ledger(require('fs')).load();`],
    ['__generator', `var fs = require('fs'); function Ledger() { this.fs = fs; } Ledger.prototype.load = function () { return __awaiter(this, void 0, void 0, function () { return __generator(this, function (_a) { return [2, this.fs.readFileSync('ledger.txt')]; }); }); }; new Ledger().load();`],
    ['asyncToGenerator', `var fs = require('fs'); function load(_x) { return _load.apply(this, arguments); } function _load() { _load = _asyncToGenerator(function* (disk) { return disk.readFileSync('ledger.txt'); }); return _load.apply(this, arguments); } load(fs);`],
    ['a bound callback', `class Ledger { constructor() { this.fs = require('fs'); } load(names) { names.forEach(function (name) { this.fs.readFileSync(name); }, this); } } new Ledger().load(['ledger.txt']);`],
  ];
  test.each(forms)('%s', (_name, code) => {
    expect(originsIn(code)).toEqual([READ]);
  });
});

describe('what compilers make of exports', () => {
  const forms: [name: string, code: string][] = [
    ['a getter on exports', `Object.defineProperty(exports, "load", { enumerable: true, get: function () { return fs_1.readFileSync; } }); const fs_1 = require("fs");`],
    ['a star as a loop', `var _fs = require("./all"); Object.keys(_fs).forEach(function (key) { Object.defineProperty(exports, key, { enumerable: true, get: function () { return _fs[key]; } }); });`],
    ['esbuild', `var store_exports = {}; __export(store_exports, { load: () => load }); module.exports = __toCommonJS(store_exports); var load = require("fs").readFileSync;`],
    ['swc', `_export(exports, { load: function() { return load; } }); const load = require("fs").readFileSync;`],
    ['a name that is read back', `exports.load = void 0; exports.load = require("fs").readFileSync; const again = exports.load; exports.other = again;`],
  ];
  test.each(forms)('%s', (_name, code) => {
    expect(originsIn(`const store_1 = require("./store"); (0, store_1.load)('ledger.txt');`, { 'store.js': code, 'all.js': `exports.load = require('fs').readFileSync;` })).toEqual([READ]);
  });
});

describe('what compilers make of a class', () => {
  test.each([
    ['methods in a list', `_createClass(Ledger, [{ key: "load", value: function load() { return fs.readFileSync('ledger.txt'); } }]);`],
    ['inheritance by a helper', `function Base() {} Base.prototype.load = function () { return fs.readFileSync('ledger.txt'); }; _inherits(Ledger, Base);`],
    ['util.inherits', `function Base() {} Base.prototype.load = function () { return fs.readFileSync('ledger.txt'); }; require('util').inherits(Ledger, Base);`],
  ])('%s', (_name, code) => {
    const program = linked({ 'app.js': `var fs = require('fs'); function Ledger() {} ${code} new Ledger().load();` });
    const load = program.functions.find((fn) => fn.name === 'load');
    expect(program.edges.map((edge) => edge.to)).toContain(load?.id);
  });
});

describe('what compilers make of the fields of a class', () => {
  const methods = 'Ledger.prototype.load = function () { this.lines.push(this.disk.readFileSync("ledger.txt")); };';
  const fields = (define: string): string => `${define.replaceAll('FIELD', '"disk", fs').replace('LINES', '"lines", []')}`;
  const forms: [name: string, code: string][] = [
    ['tsc', `function Ledger() { Object.defineProperty(this, "disk", { enumerable: true, value: fs }); Object.defineProperty(this, "lines", { enumerable: true, value: [] }); } ${methods}`],
    ['tsc, methods of an old target', `function Ledger() { Object.defineProperty(this, "disk", { value: fs }); Object.defineProperty(this, "lines", { value: [] }); } Object.defineProperty(Ledger.prototype, "load", { value: function () { this.lines.push(this.disk.readFileSync("ledger.txt")); } });`],
    ['tsc, of a subclass', `function Ledger() { var _this = _super !== null && _super.apply(this, arguments) || this; _this.disk = fs; _this.lines = []; return _this; } ${methods}`],
    ['Babel', fields(`function Ledger() { _defineProperty(this, FIELD); _defineProperty(this, LINES); } ${methods}`)],
    ['Babel runtime', fields(`var _defineProperty2 = _interopRequireDefault(require("@babel/runtime/helpers/defineProperty")); class Ledger { constructor() { (0, _defineProperty2.default)(this, FIELD); (0, _defineProperty2["default"])(this, LINES); } load() { this.lines.push(this.disk.readFileSync("ledger.txt")); } }`)],
    ['Babel, of a subclass', fields(`function Ledger() { var _this; _this = _callSuper(this, Ledger, [1]); _defineProperty(_this, FIELD); _defineProperty(_assertThisInitialized(_this), LINES); return _this; } ${methods}`)],
    ['Babel 7, of a subclass', fields(`var _super = _createSuper(Ledger); function Ledger() { var _this; _this = _super.call(this); _defineProperty(_this, FIELD); _defineProperty(_this, LINES); return _this; } ${methods}`)],
    ['swc', fields(`function Ledger() { _define_property(this, FIELD); _define_property._(this, LINES); } ${methods}`)],
    ['esbuild', fields(`class Ledger { constructor() { __publicField(this, FIELD); __publicField(this, LINES); } load() { this.lines.push(this.disk.readFileSync("ledger.txt")); } }`)],
  ];
  test.each(forms)('%s', (_name, code) => {
    const program = linked({ 'app.js': `var fs = require('fs'); ${code} const ledger = new Ledger(); exports.load = function () { ledger.load(); };` });
    expect(program.sites.filter((site) => site.at.file === 'app.js').map((site) => site.origin)).toEqual([READ]);
    expect(program.state.map((state) => state.name)).toEqual(['Ledger.lines']);
  });

  test('a helper of the program with such a name defines nothing without a name and a value', () => {
    expect(linked({ 'app.js': `function _defineProperty(x) { return x; } class Ledger { constructor(key) { _defineProperty(this); _defineProperty(this, key, []); } load(x) { this.lines.push(x); } } const ledger = new Ledger(); exports.load = (x) => ledger.load(x);` }).state).toEqual([]);
  });
});

describe('look-alikes stay silent', () => {
  test.each([
    ['a wrapper that is no compiler’s', `function interop(value) { return { readFileSync() { return value; } }; } interop(require('fs')).readFileSync('x');`],
    ['a star export of a stand-in', `__exportStar({ readFileSync() {} }, exports); exports.readFileSync('x');`],
    ['a require that is declared', `function require(name) { return { readFileSync() { return name; } }; } const load = require; load('fs').readFileSync('x');`],
    ['a module of the bundle with the name of an API', `var require_fs = __commonJS({ "src/fs.js"(exports) { exports.readFileSync = (name) => name; } }); require_fs().readFileSync('x');`],
  ])('%s', (_name, code) => {
    expect(originsIn(code)).toEqual([]);
  });

  test('helpers of one file do not mix up what goes through them', () => {
    const program = linked({ 'app.js': `const fs = require('fs'); function a() { return __awaiter(this, void 0, void 0, function* () { fs.readFileSync('a'); }); } function b() { return __awaiter(this, void 0, void 0, function* () { fs.unlinkSync('b'); }); } var __awaiter = function (t, a, P, generator) { return new Promise((r) => r(generator.apply(t, a || []).next())); };` });
    const from = (name: string): string => program.functions.find((fn) => fn.name === name)?.id ?? '';
    expect(program.edges.filter((edge) => edge.from === from('a')).length).toBe(1);
    expect(program.edges.filter((edge) => edge.from === from('b')).length).toBe(1);
  });
});
