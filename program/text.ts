/** Follows paths, commands and statements to their constant parts. What is not constant stays a hole that says where it comes from. */
import type { Expr, ExprId } from '../core/facts.js';
import { LIMIT, NAMING, ONE_NAME, UNKNOWN, begun, counted, either, folderOf, isArgument, isUnknown, joined, lastName, one, parent, product, render, saysMore, single } from './combined-texts.js';
import { definitionsOf, isSetByConstructor, memberOf } from './members.js';
import type { Part } from './path-text.js';
import { temporaryUploadFolders, uploadFolders, uploadMiddlewares } from './uploads.js';
import { calleeValues, evaluate } from './values.js';
import { type Located, type Value, type World, lazily, parameterKey } from './world.js';

/** Arguments of one call, to read a function's text as that caller sees it. */
export interface Frame {
  file: string;
  fn: number;
  args: { file: string; expr: ExprId }[];
  outer?: Frame;
}

const MAX_DEPTH = 24;

interface Reader {
  world: World;
  file: string;
  frame: Frame | undefined;
  depth: number;
  /** Variables on the way: `text = text + x` must not be read inside itself. */
  open: Open | null;
  /** Steps left for the whole question: a text that needs more is unknown. */
  steps: { left: number };
}

/** A variable that is being read, and those around it. */
interface Open {
  file: string;
  binding: number;
  fn: number | undefined;
  around: Open | null;
}

const MAX_STEPS = 3_000;

const exprOf = (reader: Reader, id: ExprId): Expr | undefined => reader.world.files.get(reader.file)?.facts.exprs[id];

/** Every text the expression can have (at most LIMIT), as constant parts and holes. */
export function textsOf(world: World, file: string, id: ExprId, frame?: Frame, steps = { left: MAX_STEPS }): Part[][] {
  return read({ world, file, depth: 0, open: null, steps, frame }, id);
}

/** The same in at most so many steps, for whoever asks it of most arguments of a program and has use for a constant alone: what is put together over many functions is none. */
export const nearTexts = (world: World, file: string, id: ExprId, steps: number): Part[][] => read({ world, file, depth: 0, open: null, steps: { left: steps }, frame: undefined }, id);

/** Text of an expression; where it is not known, what the code calls it. */
function read(reader: Reader, id: ExprId): Part[][] {
  const texts = readExpression(reader, id);
  const only = texts.length === 1 && texts[0]?.length === 1 ? texts[0][0] : undefined;
  if (typeof only !== 'object' || only.kind !== 'unknown') return texts;
  const name = nameOf(reader, id);
  return name === '' ? texts : one({ ...only, said: only.said === undefined ? name : `${only.said} ${name}`.slice(0, MAX_SAID) });
}

const MAX_SAID = 80;

/** `options.output`, `certPath`, `https.key` of `config.get('https.key')`: names on the way to a value. */
function nameOf(reader: Reader, id: ExprId): string {
  const expr = exprOf(reader, id);
  const facts = reader.world.files.get(reader.file)?.facts;
  switch (expr?.k) {
    case 'binding': return facts?.bindings[expr.binding]?.name ?? '';
    case 'member': return [nameOf(reader, expr.object), expr.name].filter(Boolean).join('.');
    case 'await': return nameOf(reader, expr.of);
    case 'index': return [nameOf(reader, expr.object), literalText(reader, expr.index)].filter(Boolean).join('.');
    case 'call': {
      const call = facts?.calls[expr.call];
      const callee = call && exprOf(reader, call.callee);
      const key = call && callee?.k === 'member' && /^(?:get|getSetting|option)$/.test(callee.name) ? literalText(reader, call.args[0] ?? -1) : '';
      return key || (callee?.k === 'member' ? callee.name : call ? nameOf(reader, call.callee) : '');
    }
    default: return '';
  }
}

function literalText(reader: Reader, id: ExprId): string {
  const expr = exprOf(reader, id);
  return expr?.k === 'literal' && typeof expr.value === 'string' ? expr.value : '';
}

function readExpression(reader: Reader, id: ExprId): Part[][] {
  const expr = exprOf(reader, id);
  if (!expr || reader.depth > MAX_DEPTH || reader.steps.left-- <= 0) return UNKNOWN;
  const next = { ...reader, depth: reader.depth + 1 };
  switch (expr.k) {
    case 'literal': return typeof expr.value === 'string' || typeof expr.value === 'number' ? [[String(expr.value)]] : UNKNOWN;
    case 'template': return product(expr.parts.map((part) => read(next, part)));
    case 'any': return either(expr.of.map((of) => read(next, of)));
    case 'await': return read(next, expr.of);
    case 'binding': return readBinding(next, expr.binding, id);
    case 'call': return readCall(next, expr.call);
    case 'member': return readMember(next, id, expr.object, expr.name);
    case 'index': return readIndex(next, id, expr.object, expr.index);
    case 'element': return readElement(next, expr.of);
    case 'array': return product(expr.items.map((item) => read(next, item)), ' ');
    case 'import': return defined(next, id, () => importedAt(next, expr.from, expr.name));
    default: return readValues(next, evaluate(reader.world, reader.file, id));
  }
}

/** What the values of an expression say. Where a parameter is among it that its caller gave, as in `file = joinPath('state.json')`, the expressions say more by which the program defines it. */
function defined(reader: Reader, id: ExprId, definitions: () => readonly Located[]): Part[][] {
  const texts = readValues(reader, evaluate(reader.world, reader.file, id));
  // Variables have numbers from 0 on.
  const here: Open = { file: reader.file, binding: -1 - id, fn: reader.frame?.fn, around: reader.open };
  if (!texts.some((parts) => parts.some(isArgument)) || isOpen(here)) return texts;
  const known = definitions();
  if (known.length > LIMIT) return texts;
  const found = either(known.map(({ file, expr }) => read({ ...reader, file, open: here }, expr)));
  return saysMore(found, texts) ? found : texts;
}

/** Nothing where a value of the member is known that no expression of the program says. */
function definitionsAt(world: World, owners: readonly Value[], name: string): readonly Located[] {
  const found = owners.map((value) => definitionsOf(world, value, name));
  return owners.some((value, i) => found[i]?.length === 0 && memberOf(world, [value], name).length > 0) ? [] : found.flat();
}

function importedAt({ world, file }: Reader, specifier: string, name: string): readonly Located[] {
  const from = world.resolve(file, specifier);
  return from.kind === 'file' && name !== '*' ? world.evaluator.exportedAt(world, from.file, name) : [];
}

function isOpen({ file, binding, fn, around }: Open): boolean {
  for (let at = around; at; at = at.around) if (at.binding === binding && at.fn === fn && at.file === file) return true;
  return false;
}

/** A field of this name is counted on in the file. */
const isCounter = ({ world, file }: Reader, name: string): boolean => {
  const index = world.files.get(file);
  return index !== undefined && (index.facts.mutations.some(({ how, path }) => how === 'update' && path.at(-1) === name) || (index.assignmentsByName.get(name) ?? []).some((at) => index.facts.exprs[index.facts.assignments[at]?.value ?? -1]?.k === 'unknown'));
};

function readBinding(reader: Reader, index: number, id: ExprId): Part[][] {
  const binding = reader.world.files.get(reader.file)?.facts.bindings[index];
  if (!binding) return UNKNOWN;
  const here: Open = { file: reader.file, binding: index, fn: reader.frame?.fn, around: reader.open };
  if (isOpen(here)) return UNKNOWN;
  const inside = { ...reader, open: here };
  if (!binding.param) return binding.values.length === 0 ? UNKNOWN : counted(either(binding.values.slice(0, 12).map((value) => read(inside, value))), () => binding.values.some((value) => exprOf(reader, value)?.k === 'unknown'));
  const given = argumentOf(reader, binding.fn, binding.param.index);
  if (given && binding.param.rest) return restText(reader, given.frame, binding.param.index);
  if (given) return readPath({ ...reader, file: given.file, frame: given.frame.outer }, given.expr, binding.param.path);
  const requested = evaluate(reader.world, reader.file, id).some((value) => value.v === 'origin' && isRequest(value.id));
  if (requested) return one({ kind: 'request' });
  const items = itemsOf(inside, binding.fn, binding.param.index);
  if (items.length > 0 && binding.param.path.length === 0) return items;
  return [...one({ kind: 'argument', file: reader.file, fn: binding.fn, index: binding.param.index, said: binding.name }), ...binding.values.map((value) => read(reader, value)).flat()].slice(0, 1);
}

/** `list.forEach((file) => …)`: each item of a list whose items are known. */
function itemsOf(reader: Reader, fn: number, index: number): Part[][] {
  const given = reader.world.parameters.get(parameterKey(reader.file, fn, index)) ?? [];
  if (given.length === 0 || !given.every((located) => located.element)) return [];
  return given.flatMap((located) => {
    const arrays = evaluate(reader.world, located.file, located.expr).filter((value) => value.v === 'array');
    return arrays.length === 0 ? [] : readElement({ ...reader, file: located.file }, located.expr);
  }).filter((parts) => parts.length > 1 || typeof parts[0] === 'string' || parts[0]?.kind !== 'entry').slice(0, LIMIT);
}

/** `(...names)` handed on to `path.join`: every argument from there on. */
function restText(reader: Reader, frame: Frame, from: number): Part[][] {
  return product(frame.args.slice(from).map(({ file, expr }) => read({ ...reader, file, frame: frame.outer }, expr)), '/');
}

/** What the call hands over that is looked from: the nearest of the function, which may be one around, or the constructor that keeps it in a field. */
function argumentOf({ file, frame }: Reader, fn: number, index: number): { file: string; expr: ExprId; frame: Frame } | undefined {
  for (let at = frame; at; at = at.outer) {
    const given = at.file === file && at.fn === fn ? at.args[index] : undefined;
    if (given) return { ...given, frame: at };
    if (at.file === file && at.fn === fn) return undefined;
  }
  return undefined;
}

/** A property path into an argument: `{ file }` of `f({ file: 'x' })`. */
function readPath(reader: Reader, expr: ExprId, path: string[]): Part[][] {
  const [name, ...rest] = path;
  if (name === undefined) return read(reader, expr);
  const parts = evaluate(reader.world, reader.file, expr).flatMap((value): Part[][] => {
    if (value.v !== 'object') return [];
    const object = reader.world.files.get(value.file)?.facts.exprs[value.expr];
    const prop = object?.k === 'object' ? object.props.find(([key]) => key === name) : undefined;
    return prop ? readPath({ ...reader, file: value.file }, prop[1], rest) : [];
  });
  return parts.length > 0 ? parts : UNKNOWN;
}

const isRequest = (id: string): boolean => /(?:^|\.)(?:Request|Context|IncomingMessage)(?:\.|$|\()/.test(id);

function readMember(reader: Reader, id: ExprId, object: ExprId, name: string): Part[][] {
  const owner = exprOf(reader, object);
  if (owner?.k === 'binding') {
    const binding = reader.world.files.get(reader.file)?.facts.bindings[owner.binding];
    const given = binding?.param && binding.param.path.length === 0 ? argumentOf(reader, binding.fn, binding.param.index) : undefined;
    const said = given && readPath({ ...reader, file: given.file, frame: given.frame.outer }, given.expr, [name]);
    if (said && !said.every(isUnknown)) return said;
  }
  if (name === 'length') return UNKNOWN;
  if (name === 'href' && evaluate(reader.world, reader.file, object).some((value) => value.v === 'origin' && value.id === 'node:url.pathToFileURL()')) return read(reader, object);
  const owners = evaluate(reader.world, reader.file, object);
  const option = commandLine(owners, name);
  if (option) return option;
  const definitions = lazily(() => definitionsAt(reader.world, owners, name));
  const texts = begun(counted(defined(reader, id, definitions), () => isCounter(reader, name)), () => definitions().length > 1, () => isSetByConstructor(reader.world, owners, name));
  if (!isUnknown(texts[0] ?? []) || !PLACE_NAME.test(name)) return texts;
  return one({ kind: 'setting', name: settingName(reader, owner, name.replace('#', '')), said: nameOf(reader, id), ...(isOneOfMany(reader, owner, name) ? { many: true } : {}) });
}

const holderName = (reader: Reader, owner: Expr | undefined): string | undefined =>
  owner?.k === 'binding' ? reader.world.files.get(reader.file)?.facts.bindings[owner.binding]?.name : owner?.k === 'member' ? owner.name : undefined;

const ONE_OF_MANY = /^(?:file|entry|item|upload|image|picture|photo|attachment|document|f)$/i;

/** `file.path`, `req.file.filename`: of one among many, and another each time. What options hold under such a name is a setting. */
function isOneOfMany(reader: Reader, owner: Expr | undefined, name: string): boolean {
  if (!/^(?:file_?)?(?:path|name)$/i.test(name) || !ONE_OF_MANY.test(holderName(reader, owner) ?? '')) return false;
  return owner?.k !== 'member' || /^(?:req|request|ctx|body|this|event)$/.test(holderName(reader, exprOf(reader, owner.object)) ?? '');
}

/** A plain `path` or `file` says nothing by itself: the object that has it belongs to its name. */
function settingName(reader: Reader, owner: Expr | undefined, name: string): string {
  const holder = holderName(reader, owner);
  return holder && /^(?:path|file|dir|directory|folder|filename|root|location)$/i.test(name) ? `${holder}.${name}` : name;
}

/** Property names that speak of a place on disk: the same setting read in two functions names the same place. */
const PLACE_NAME = /(?:dir|dirs|directory|folder|path|file|files|filename|root|home|location)$/i;

/** The same with a word before it: `UPLOAD_PATH`, `userDir`, but not every `file.path` of a package. */
const SETTING_NAME = /[a-z_](?:dir|dirs|directory|folder|path|root|home)$/i;

function readIndex(reader: Reader, id: ExprId, object: ExprId, index: ExprId): Part[][] {
  const values = evaluate(reader.world, reader.file, object);
  const environment = values.some((value) => value.v === 'origin' && value.id === 'node:process.env');
  if (environment) return read(reader, index).map((parts) => [{ kind: 'env', name: render(parts) }]);
  if (values.some((value) => value.v === 'origin' && isRequest(value.id))) return one({ kind: 'request' });
  const key = exprOf(reader, index);
  const option = key?.k === 'literal' ? commandLine(values, String(key.value)) : null;
  return option ?? readValues(reader, evaluate(reader.world, reader.file, id));
}

/** What packages that read the command line give back. */
const OPTIONS = /^(?:(?:minimist|mri|nopt|arg|args-parser|command-line-args|getopts|yargs-parser|dashdash\.parse)\(\)|yargs(?:\/yargs)?(?:\(\))?(?:\.\w+\(\))*\.(?:argv|parse\(\)|parseSync\(\))|commander(?:\.\w+)*(?:\(\))?(?:\.\w+\(\))*\.opts\(\)|meow\(\)\.flags|node:util\.parseArgs\(\)\.values|cac\(\)\.parse\(\)\.options)$/;

/** `process.argv[2]`, `argv['data-dir']`: the operator says it when the program starts. */
function commandLine(values: readonly Value[], key: string): Part[][] | null {
  if (/^\d+$/.test(key) && values.some((value) => value.v === 'origin' && /^node:process\.argv(?:\.slice\(\))?$/.test(value.id))) return one({ kind: 'setting', name: `argument ${key}` });
  return values.some((value) => value.v === 'origin' && OPTIONS.test(value.id)) ? one({ kind: 'setting', name: key, said: key }) : null;
}

function readElement(reader: Reader, of: ExprId): Part[][] {
  const items = evaluate(reader.world, reader.file, of).flatMap((value): Part[][] => {
    const array = value.v === 'array' ? reader.world.files.get(value.file)?.facts.exprs[value.expr] : undefined;
    return array?.k === 'array' && value.v === 'array' ? array.items.flatMap((item) => read({ ...reader, file: value.file }, item)) : [];
  });
  return items.length > 0 ? items.slice(0, LIMIT) : one({ kind: 'entry' });
}

function readValues(reader: Reader, values: Value[]): Part[][] {
  const texts = values.flatMap((value): Part[][] => {
    switch (value.v) {
      case 'expr': {
        const inner = reader.world.files.get(value.file)?.facts.exprs[value.expr];
        return inner?.k === 'literal' || inner?.k === 'template' || inner?.k === 'call' ? read({ ...reader, file: value.file }, value.expr) : [];
      }
      case 'origin': return originText(reader, value);
      case 'parameter': {
        const given = argumentOf({ ...reader, file: value.file }, value.fn, value.index);
        return given ? read({ ...reader, file: given.file, frame: given.frame.outer }, given.expr) : one({ kind: 'argument', file: value.file, fn: value.fn, index: value.index });
      }
      case 'array': return read({ ...reader, file: value.file }, value.expr);
      default: return [];
    }
  });
  return texts.length > 0 ? either([texts]) : UNKNOWN;
}

/** What a function of a package gives back that says by its name that it makes a temporary file or folder: `createTmpFile().path`. */
const TEMPORARY_MAKER = /(?:^|[./])(?:create|make|get|new|open|with)?_?(?:te?mp|temporary)_?(?:file|dir|directory|folder|path|name)\(\)/i;

function originText(reader: Reader, value: Value & { v: 'origin' }): Part[][] {
  const { id } = value;
  if (id.startsWith('node:process.env.')) return one({ kind: 'env', name: id.slice('node:process.env.'.length) });
  if (id === 'global.__dirname' || id === 'import.meta.dirname') return one({ kind: 'module', path: folderOf(reader.file) });
  if (id === 'global.__filename' || id === 'import.meta.filename' || id === 'import.meta.url') return one({ kind: 'module', path: reader.file });
  if (id === 'node:path.sep') return [['/']];
  if (id === 'node:os.EOL') return [['\n']];
  if (UPLOADED.test(id)) return uploadedText(reader, value);
  if (isRequest(id)) return one({ kind: 'request' });
  if (TEMPORARY_MAKER.test(id)) return one({ kind: 'tmp' });
  if (value.call !== undefined && value.file !== undefined && id.endsWith('()')) return callText({ ...reader, file: value.file }, value.call, id.slice(0, -2));
  const setting = /\(\)\.(\w+)$/.exec(id)?.[1];
  return setting && SETTING_NAME.test(setting) ? one({ kind: 'setting', name: setting }) : UNKNOWN;
}

/** What an upload middleware tells of a file that it took: `req.file.path`, and what else. */
const UPLOADED = /\.Request\.files?(?:\.|$)/;

function uploadedText(reader: Reader, { id, file, call }: Value & { v: 'origin' }): Part[][] {
  if (/\.(?:originalname|fieldname|mimetype|encoding|size)$/.test(id)) return one({ kind: 'request' });
  if (/\.filename$/.test(id)) return one({ kind: 'random' });
  if (/\.tempFilePath$/.test(id)) return product([temporaryUploads(reader), [['/']], one({ kind: 'random' })]);
  // Where the middleware is called by hand, it can be any of the program's.
  const middlewares = call !== undefined && file !== undefined ? [{ file, call }] : uploadMiddlewares(reader.world);
  const folder = middlewares.flatMap((one) => uploadFolders(reader.world, one)).flatMap((at) => read({ ...reader, file: at.file }, at.expr));
  if (folder.length === 0) return one({ kind: 'request' });
  return /\.destination$/.test(id) ? folder : product([folder, [['/']], one({ kind: 'random' })]);
}

/** Where express-fileupload puts files that it does not keep in memory: by its own default, a folder of the program. */
function temporaryUploads(reader: Reader): Part[][] {
  const named = temporaryUploadFolders(reader.world).flatMap((at) => read({ ...reader, file: at.file }, at.expr));
  return named.length > 0 ? named : [['tmp']];
}

function readCall(reader: Reader, index: number): Part[][] {
  const call = reader.world.files.get(reader.file)?.facts.calls[index];
  if (!call) return UNKNOWN;
  const callee = exprOf(reader, call.callee);
  if (callee?.k === 'member') {
    const through = methodText(reader, callee.object, callee.name, call.args);
    if (through) return through;
  }
  const texts = calleeValues(reader.world, reader.file, call.callee).flatMap((value): Part[][] => {
    if (value.v === 'origin') return callText(reader, index, value.id);
    if (value.v === 'function' && call.kind === 'call') return returnedText(reader, value.file, value.fn, call.args);
    return [];
  });
  return texts.length > 0 ? either([texts]) : UNKNOWN;
}

/** Text of a local function's result, as this caller sees it. */
function returnedText(reader: Reader, file: string, fn: number, args: ExprId[]): Part[][] {
  const fact = reader.world.files.get(file)?.facts.functions[fn];
  const frame: Frame = { file, fn, args: args.map((expr) => ({ file: reader.file, expr })), outer: reader.frame };
  const texts = (fact?.returns ?? []).map((expr) => read({ ...reader, file, frame }, expr));
  return texts.length > 0 ? either(texts) : UNKNOWN;
}

/** `config.get('userFiles')`: a setting by its name, whoever keeps the settings. */
function settingText(reader: Reader, object: ExprId, key: ExprId): Part[][] | null {
  const literal = exprOf(reader, key);
  if (literal?.k !== 'literal' || typeof literal.value !== 'string' || !PLACE_NAME.test(literal.value)) return null;
  const map = evaluate(reader.world, reader.file, object).some((value) => value.v === 'origin' && /^(?:global\.(?:Map|URLSearchParams|Headers)|express\.)/.test(value.id));
  return map ? null : one({ kind: 'setting', name: literal.value.replace(/^.*[.:]/, ''), said: literal.value });
}

/** Methods of strings and arrays that keep the text or shape it. */
function methodText(reader: Reader, object: ExprId, name: string, args: ExprId[]): Part[][] | null {
  if (name === 'trim' || name === 'toString' || name === 'valueOf' || name === 'normalize') {
    const external = evaluate(reader.world, reader.file, object).some((value) => value.v === 'origin' && !value.id.startsWith('String') && !isRequest(value.id) && !value.id.endsWith('()'));
    return external ? null : read(reader, object);
  }
  if (name === 'concat') return product([read(reader, object), ...args.map((arg) => read(reader, arg))]);
  if (name === 'toLowerCase' || name === 'toUpperCase') return read(reader, object);
  if (name === 'get' && args.length === 1) return settingText(reader, object, args[0] as ExprId);
  if (name !== 'join') return null;
  const arrays = evaluate(reader.world, reader.file, object).filter((value) => value.v === 'array');
  if (arrays.length === 0) return null;
  const separator = args[0] === undefined ? ',' : render(read(reader, args[0])[0] ?? []);
  return arrays.flatMap((value) => {
    const array = value.v === 'array' ? reader.world.files.get(value.file)?.facts.exprs[value.expr] : undefined;
    return array?.k === 'array' && value.v === 'array' ? product(array.items.map((item) => read({ ...reader, file: value.file }, item)), separator) : [];
  });
}

const JOINING = new Set(['node:path.join', 'node:path.resolve', 'node:path.normalize', 'path.join', 'path.resolve', 'upath.join', 'slash', 'pathe.join', 'pathe.resolve']);
const PLACES = new Map<string, 'tmp' | 'home' | 'cwd'>([['node:os.tmpdir', 'tmp'], ['node:os.homedir', 'home'], ['node:process.cwd', 'cwd']]);
const KEEPING = new Set(['node:url.fileURLToPath', 'node:url.pathToFileURL', 'global.String', 'node:fs.realpathSync', 'node:fs.promises.realpath', 'untildify', 'node:path.toNamespacedPath', 'global.Promise.resolve']);
const RANDOM = /^(?:node:crypto\.(?:randomUUID|randomBytes|createHash)|global\.crypto\.randomUUID|nanoid\.|uuid\.|global\.Date\.now|global\.Math\.random|cuid|ulid|md5)/;

/** Text of what an outside API returns. */
function callText(reader: Reader, index: number, id: string): Part[][] {
  const args = reader.world.files.get(reader.file)?.facts.calls[index]?.args ?? [];
  const first = args[0];
  const text = (expr: ExprId | undefined): Part[][] => (expr === undefined ? UNKNOWN : read(reader, expr));
  if (JOINING.has(id)) return joined(args.map((arg) => text(arg)), id.endsWith('resolve'));
  if (KEEPING.has(id)) return text(first);
  if (PLACES.has(id)) return one({ kind: PLACES.get(id) ?? 'cwd' });
  if (/^node:fs\.(?:promises\.)?mkdtemp(?:Sync)?$/.test(id)) return product([text(first), one({ kind: 'random' })]);
  if (/^(?:tmp|tempy|temp|temp-dir|os-tmpdir)(?:\.|$)/.test(id)) return one({ kind: 'tmp' });
  if (id === 'node:path.dirname') return text(first).map((parts) => parent(parts));
  if (id === 'node:path.basename') return text(first).map((parts) => lastName(parts));
  if (id === 'global.URL' || id === 'node:url.URL') return args[1] === undefined ? text(first) : product([text(args[1]).map((parts) => parent(parts)), [['/']], text(first)]);
  if (/^global\.require\.resolve$|^node:module\.createRequire\(\)\.resolve$/.test(id)) return one({ kind: 'package' });
  if (RANDOM.test(id)) return one({ kind: 'random' });
  if (NAMING.test(id)) return ONE_NAME;
  if (id === 'global.encodeURIComponent' || id === 'global.decodeURIComponent') return text(first).map((parts) => (parts.every((part) => typeof part === 'string') ? parts : parts.filter((part) => typeof part !== 'string').slice(0, 1).map((part) => (id === 'global.encodeURIComponent' ? single(part) : part))));
  if (/^node:fs\.(?:promises\.)?readdir/.test(id)) return one({ kind: 'entry' });
  return UNKNOWN;
}
