/** The readable form of a path or command whose parts are known or holes: folded, with placeholders, and with what it depends on. */

export type Hole = { /** One name, without a slash: what is left of a path behind its folders. */ single?: true } & (
  | { kind: 'tmp' | 'cwd' | 'home' | 'request' | 'random' | 'package' | 'entry' }
  /** `said`: what the code calls it, `options.output`: a hint, no place. */
  | { kind: 'unknown'; said?: string }
  /** Folder or file of a module, relative to the root. */
  | { kind: 'module'; path: string }
  /** `beside`: what stands in for it is found from the place of a module. */
  | { kind: 'env'; name: string; fallback?: string; beside?: boolean }
  /** A setting that only run time knows, by its name: `settings.userDir`. `many`: a field of one among many, `file.path`, which is another place each time. */
  | { kind: 'setting'; name: string; said?: string; many?: true }
  /** A parameter of `fn` whose value only callers know. */
  | { kind: 'argument'; file: string; fn: number; index: number; said?: string }
);

export type Part = string | Hole;

/** Splits at slashes outside of placeholders, which may be nested: `<env A|<env B|data>/logs>`. */
function segmentsOf(text: string): string[] {
  const segments: string[] = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '<') depth++;
    if (character === '>') depth = Math.max(0, depth - 1);
    if (character === '/' && depth === 0) segments.push('');
    else segments[segments.length - 1] += character;
  }
  return segments;
}

/** Folds `.` and `..`; keeps what stands for a root at the front. */
function fold(text: string): string {
  const absolute = text.startsWith('/');
  const out: string[] = [];
  for (const segment of segmentsOf(text)) {
    if (segment === '' || segment === '.') continue;
    const last = out[out.length - 1];
    // The folder of something unknown is as unknown; a placeholder may stand for several folders.
    if (segment === '..' && last === '*' && out.length === 1) continue;
    if (segment === '..' && last !== undefined && last !== '..' && !/^<.*>$/.test(last)) out.pop();
    else if (segment !== '..' || !absolute || out.length > 0) out.push(segment);
  }
  return (absolute ? '/' : '') + out.join('/');
}

/** Root of a path that a variable names, and while it is not set the place of a module. */
export const BESIDE = 'module where a variable is not set';

export interface PathText {
  text: string;
  constant: boolean;
  roots: string[];
  /** Parameters it depends on. */
  parameters: { file: string; fn: number; index: number }[];
  environment: { name: string; fallback?: string }[];
  /** What the code calls the part that it begins with: `options.output`; '' when that is known. */
  said: string;
  /** Nothing follows that part: it names the whole path. */
  whole: boolean;
  /** What comes last may be several folders and a name: `plug-ins/x.mjs`. */
  deeper?: true;
}

function holeText(hole: Hole): { text: string; root: string } {
  switch (hole.kind) {
    case 'tmp': return { text: '<tmp>', root: 'tmp' };
    case 'home': return { text: '<home>', root: 'home' };
    case 'cwd': return { text: '.', root: 'cwd' };
    case 'module': return { text: hole.path === '' ? '.' : hole.path, root: 'module' };
    case 'env': return { text: `<env ${hole.name}${hole.fallback === undefined ? '' : `|${hole.fallback}`}>`, root: `env ${hole.name}` };
    case 'package': return { text: '<package>', root: 'package' };
    case 'setting': return { text: `<${hole.name}>`, root: hole.many ? 'unknown' : `setting ${hole.name}` };
    default: return { text: '*', root: hole.kind };
  }
}

/** What the code calls a part that is not known. */
export const saidOf = (part: Part | undefined): string => (typeof part === 'object' && 'said' in part ? part.said ?? '' : '');

function assemble(parts: Part[], normalise: (text: string) => string): PathText {
  const result: PathText = { text: '', constant: true, roots: [], parameters: [], environment: [], said: saidOf(parts[0]), whole: parts.length === 1 };
  for (const part of parts) {
    if (typeof part === 'string') {
      result.text += part;
      continue;
    }
    const { text, root } = holeText(part);
    result.text += text;
    if (!result.roots.includes(root)) result.roots.push(root);
    if (part.kind === 'env' && part.beside && !result.roots.includes(BESIDE)) result.roots.push(BESIDE);
    if (part.kind === 'argument') result.parameters.push({ file: part.file, fn: part.fn, index: part.index });
    if (part.kind === 'env') result.environment.push({ name: part.name, ...(part.fallback === undefined ? {} : { fallback: part.fallback }) });
    if (part.kind !== 'module' && part.kind !== 'cwd') result.constant = false;
  }
  result.text = normalise(result.text);
  return result;
}

/** `data/${id}.json`: what follows is not known, where it starts is. */
const startsRelative = (parts: Part[]): boolean => typeof parts[0] === 'string' && /^[\w.@-]/.test(parts[0]) && !/^\w+:/.test(parts[0]);

/** Nothing that is known of it keeps it from holding a slash. */
const mayLeadDeeper = (part: Part | undefined): boolean => typeof part === 'object' && !part.single && (/^(?:unknown|request|argument)$/.test(part.kind) || (part.kind === 'setting' && part.many === true));

/** The path that the parts make, folded: `data/settings.json`, `<tmp>/repo-*`, `<env DATA_DIR|data>/jobs/*.json`. */
export function pathText(parts: Part[]): PathText {
  const result = assemble(parts, (text) => fold(text.replaceAll('\\', '/').replace(/^file:\/\//, '')));
  if (/^\/(?:tmp|var\/tmp)(?:\/|$)/.test(result.text)) {
    result.text = result.text.replace(/^\/(?:var\/)?tmp/, '<tmp>');
    result.roots.unshift('tmp');
  } else if (result.text.startsWith('/')) result.roots.unshift('absolute');
  else if (result.roots.length === 0 || startsRelative(parts)) result.roots.unshift('cwd');
  if (result.text === '') result.text = '.';
  return mayLeadDeeper(parts.at(-1)) ? { ...result, deeper: true } : result;
}

/** The text starts with a parameter: only callers know where it leads. */
export const startsWithParameter = (parts: Part[]): boolean => typeof parts[0] === 'object' && parts[0].kind === 'argument';

/** A command or statement: the parts as they are. */
export const plainText = (parts: Part[]): PathText => assemble(parts, (text) => text);
