/** What a drafted script says beside its requests: folders that are compared, variables that are read, fields that differ at every call. */
import type { Program, Resource } from '../core/program.js';
import type { SyntaxNode } from '../core/parse.js';
import { isNode, keyOf, nameOf, unwrap } from '../core/syntax.js';
import { lineColumn, lineStarts } from '../core/text.js';
import type { ScriptDraft } from './script-draft.js';
import { type Sources, chainText, descend, nodesBelow } from './sources.js';
import { surroundings } from './uses.js';

const STORED = new Set(['durable', 'upload']);

/** `<env DATA_DIR|data>/jobs/*` → its first folder below the working folder, and the variables without a default that it begins with. */
function folderOf(pattern: string): { folder: string | null; variable: string | null } {
  const defaulted = (text: string): string => {
    const next = text.replace(/<env (\w+)\|([^<>]*)>/g, '$2');
    return next === text ? text : defaulted(next);
  };
  const plain = defaulted(pattern).replace(/^<(?:cwd|module)>\/?/, '').replace(/^\.\//, '');
  const variable = /^<env (\w+)>/.exec(plain)?.[1] ?? null;
  if (variable !== null) return { folder: plain.startsWith(`<env ${variable}>/`) ? folderName(variable) : null, variable };
  if (/^[/<*~]|^[A-Za-z]:|\.\./.test(plain) || !plain.includes('/')) return { folder: null, variable: null };
  return { folder: plain.split('/')[0] ?? null, variable: null };
}

/** A folder inside of the copy for a variable that names one: DATA_DIR is `data`. */
const folderName = (variable: string): string => variable.toLowerCase().replace(/_?(?:dir|directory|path|folder|root)$/, '').replace(/_/g, '-') || 'data';

export function stateOf({ resources }: Program): { state: ScriptDraft['state']; folders: ReadonlyMap<string, string> } {
  const stored = resources.filter((resource: Resource) => STORED.has(resource.persistence) && (resource.kind === 'files' || resource.kind === 'sqlite'));
  const found = stored.flatMap((resource) => {
    const { folder, variable } = folderOf(resource.pattern);
    return folder === null ? [] : [{ folder, variable, note: `${resource.pattern} is ${resource.persistence}` }];
  });
  const state = [...new Map(found.toReversed().map(({ folder, note }) => [folder, { folder, note }])).values()].toReversed();
  return { state, folders: new Map(found.flatMap(({ variable, folder }): [string, string][] => (variable === null ? [] : [[variable, folder]]))) };
}

/** Said by verify itself, or by the system. */
const GIVEN = /^(?:NODE_ENV|TZ|PORT|HOST|HOSTNAME|PATH|HOME|USER|PWD|SHELL|LANG|TMPDIR|TEMP|TMP|DEBUG|CI|APPDATA|LOCALAPPDATA|USERPROFILE|XDG_\w+|NO_COLOR|FORCE_COLOR|npm_\w+|NODE_\w+|TERM|COLORTERM)$/;

/** Read, and something stands in where it is not set: `process.env.X ?? 'a'`, `if (process.env.X)`, `process.env.X === 'yes'`. */
function isDefaulted(around: readonly SyntaxNode[], node: SyntaxNode): boolean {
  const near = surroundings(around).find((each) => !(each.type === 'CallExpression' && /^(?:Number|parseInt|String|Boolean)$/.test(chainText(each.callee as SyntaxNode) ?? '')));
  if (near?.type === 'LogicalExpression') return near.operator !== '&&' ? unwrap(near.left as SyntaxNode).start <= node.start : true;
  if (near?.type === 'BinaryExpression' || near?.type === 'IfStatement' || near?.type === 'AssignmentPattern' || near?.type === 'AssignmentExpression') return true;
  return near?.type === 'ConditionalExpression' && (near.test as SyntaxNode).start <= node.start && node.end <= (near.test as SyntaxNode).end;
}

/** The code gives up without it: `if (!process.env.X) throw …`, also by way of a name. */
function isDemanded(tree: SyntaxNode, name: string): boolean {
  const names = new Set(nodesBelow(tree, 'VariableDeclarator').filter((node) => isNode(node.init) && chainText(node.init) === `process.env.${name}`).map((node) => nameOf(node.id)));
  return nodesBelow(tree, 'IfStatement').some((node) => {
    const tests = nodesBelow(node.test as SyntaxNode, 'UnaryExpression').filter((each) => each.operator === '!').map((each) => chainText(each.argument as SyntaxNode));
    if (!tests.some((test) => test === `process.env.${name}` || (test !== null && names.has(test)))) return false;
    const branch = node.consequent as SyntaxNode;
    return nodesBelow(branch, 'ThrowStatement').length > 0 || nodesBelow(branch, 'CallExpression').some((each) => chainText(each.callee as SyntaxNode) === 'process.exit');
  });
}

function readWithoutDefault(sources: Sources, file: string, start: number): boolean {
  const tree = sources.tree(file);
  let found = false;
  if (tree) {
    descend(tree, (node, around) => {
      if (node.type === 'MemberExpression' && node.start <= start && start < node.end && /^process\.env\.\w+$/.test(chainText(node) ?? '')) found = !isDefaulted(around, node);
    });
  }
  return found;
}

/** What stands in for a value that only the team knows. */
function placeholder(name: string): string {
  if (/(?:URL|URI|ENDPOINT|ORIGIN|HOST)$/.test(name)) return 'http://localhost:9/';
  if (/(?:PORT|COUNT|LIMIT|SIZE|SECONDS|MS|TTL|MAX|MIN)$/.test(name)) return '1';
  return 'placeholder';
}

export function environmentOf(sources: Sources, folders: ReadonlyMap<string, string>): ScriptDraft['env'] {
  const reads = sources.program.env.filter((each) => !each.write && each.reach === 'production' && each.name !== '*' && !GIVEN.test(each.name));
  const names = [...new Set(reads.map(({ name }) => name))];
  return names.flatMap((name) => {
    const places = reads.filter((each) => each.name === name);
    const bare = places.find(({ at }) => readWithoutDefault(sources, at.file, at.start));
    const demanded = places.find(({ at }) => isDemanded(sources.tree(at.file) ?? { type: 'Program', start: 0, end: 0 }, name));
    const folder = folders.get(name);
    const at = (demanded ?? bare ?? places[0])?.at;
    if (!at || (!bare && !demanded && folder === undefined)) return [];
    return [{ name, value: folder ?? placeholder(name), note: `${at.file}:${at.line}`, needed: demanded !== undefined || folder !== undefined }];
  });
}

const TIMES = /^(?:Date\(\)|Date\.now\(\)|Date\(\)\.(?:toISOString|getTime|toJSON|valueOf)\(\)|performance\.now\(\)|process\.(?:hrtime|uptime)\(\))$/;
const IDS = /(?:^|\.)(?:randomUUID|uuidv?4|v4|nanoid|ulid|cuid|createId|shortid)\(\)$/;

/** `new Date().toISOString()` as a chain; `new` says nothing more. */
function madeText(node: SyntaxNode): string {
  const inner = unwrap(node);
  if (inner.type === 'NewExpression') return `${chainText(inner.callee as SyntaxNode) ?? ''}()`;
  if (inner.type === 'CallExpression') {
    const callee = unwrap(inner.callee as SyntaxNode);
    if (callee.type === 'MemberExpression') return `${madeText(callee.object as SyntaxNode)}.${keyOf(callee) ?? ''}()`;
    return `${chainText(callee) ?? ''}()`;
  }
  return chainText(inner) ?? '';
}

const isNow = (node: SyntaxNode): boolean => {
  const inner = unwrap(node);
  const empty = (call: SyntaxNode): boolean => call.type !== 'NewExpression' || (call.arguments as unknown[]).length === 0;
  return TIMES.test(madeText(inner)) && [inner, ...nodesBelow(inner, 'NewExpression')].every(empty);
};

/** Fields that are given the time of day or a new id: they differ at every call. */
export function volatileFields(sources: Sources): ScriptDraft['ignore'] {
  const found = sources.program.modules.filter(({ reach }) => reach === 'production').flatMap(({ file }) => {
    const tree = sources.tree(file);
    if (!tree) return [];
    const starts = lineStarts(sources.text(file));
    const fresh = new Set(nodesBelow(tree, 'VariableDeclarator').filter((node) => isNode(node.init) && (isNow(node.init) || IDS.test(madeText(node.init)))).map((node) => nameOf(node.id)));
    const isFresh = (node: SyntaxNode): boolean => isNow(node) || IDS.test(madeText(node)) || fresh.has(nameOf(unwrap(node)));
    return nodesBelow(tree, 'Property').flatMap((property) => {
      const key = keyOf(property);
      if (key === null || !/^\w+$/.test(key) || !isNode(property.value) || !isFresh(property.value)) return [];
      return [{ path: `$..${key}`, note: `${file}:${lineColumn(starts, property.start).line}` }];
    });
  });
  return [...new Map(found.toReversed().map((each) => [each.path, each])).values()].toReversed();
}
