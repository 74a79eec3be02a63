/** Looks over package.json, tsconfig and workspace names before they are believed, and says what is wrong with them. Mends nothing. */
import path from 'node:path';
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { lineColumn, lineStarts } from './text.js';
import { parseObject } from './manifest.js';
import { type Project, readProjectFile } from './project.js';
import { workspacesOf } from './workspaces.js';
import type { InputWarning } from './warnings.js';

/** Folders whose files are matter for tests or examples: what is broken there may be broken on purpose. */
export const isSample = (file: string): boolean => /(?:^|\/)(?:tests?|__tests__|__fixtures__|fixtures?|specs?|e2e|examples?|samples?|templates?|mocks?|__mocks__)\//i.test(file);

const warn = (code: InputWarning['code'], file: string, message: string): InputWarning => ({ code, file, message, incomplete: false });

const textOf = (project: Project, file: string): string | null => {
  try {
    return readProjectFile(project, file);
  } catch {
    return null; // Listed, but closed to us: the caller says so.
  }
};

const isStrict = (text: string): boolean => {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return true;
  } catch {
    return false;
  }
};

/** The first place where the text is not even JSON with comments. */
function brokenAt(text: string): string | null {
  const errors: ParseError[] = [];
  const value: unknown = parse(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true });
  const first = errors[0];
  if (first) {
    const at = lineColumn(lineStarts(text), first.offset);
    return `${printParseErrorCode(first.error)} at ${at.line}:${at.column}`;
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? null : 'it is no object';
}

function aboutManifest(project: Project, file: string): InputWarning[] {
  const text = textOf(project, file);
  if (text === null) return [warn('manifest-broken', file, `${file} could not be read: what it says of entry points and dependencies is not known`)];
  const broken = brokenAt(text);
  if (broken !== null) return [warn('manifest-broken', file, `${file} is broken (${broken}): only what stands before could be used, entry points and dependencies may be missing`)];
  return isStrict(text) ? [] : [warn('manifest-comments', file, `${file} holds comments or trailing commas, which npm and Node refuse: it was read without them`)];
}

/** The file that `extends` names, as far as it lies in the project; null for a package. */
const parentOf = (file: string, name: string): string[] | null => {
  if (!name.startsWith('.') && !name.startsWith('/')) return null;
  const target = path.posix.join(path.posix.dirname(file), name);
  return [target, `${target}.json`, `${target}/tsconfig.json`];
};

function aboutTsconfig(project: Project, file: string): InputWarning[] {
  const text = textOf(project, file);
  if (text === null) return [];
  const broken = brokenAt(text);
  if (broken !== null && text.trim() !== '') return [warn('tsconfig-broken', file, `${file} is broken (${broken}): imports through its aliases are not followed`)];
  const { extends: named } = parseObject(text) ?? {};
  const names = (Array.isArray(named) ? named : [named]).filter((name): name is string => typeof name === 'string');
  return names.flatMap((name) => {
    const candidates = parentOf(file, name);
    const found = candidates === null || candidates.some((candidate) => project.has(candidate) || (candidate.startsWith('..') && textOf(project, candidate) !== null));
    return found ? [] : [warn('tsconfig-extends', file, `${file} extends ${name}, which is not there: aliases that it may define are not followed`)];
  });
}

function aboutWorkspaces(project: Project): InputWarning[] {
  return (workspacesOf(project)?.empty ?? []).map(({ glob, file }) => warn('workspace-glob', file, `${file} names the workspace ${glob}, which matches no folder with a package.json: is a part of the program missing?`));
}

/** Everything that is wrong with the files that say how the program is put together. */
export function checkInput(project: Project): InputWarning[] {
  const named = (pattern: RegExp): string[] => project.others.filter((file) => pattern.test(file) && !isSample(file));
  return [
    ...named(/(?:^|\/)package\.json$/).flatMap((file) => aboutManifest(project, file)),
    ...named(/(?:^|\/)(?:ts|js)config(?:\.[\w-]+)?\.json$/).flatMap((file) => aboutTsconfig(project, file)),
    ...aboutWorkspaces(project),
  ];
}
