/** Which folders a project names as its workspaces (npm, yarn, bun, turbo: package.json; pnpm: its own file; lerna), and which of those names match nothing. */
import { parse as parseYaml } from 'yaml';
import { parseObject } from './manifest.js';
import { type Project, readProjectFile } from './project.js';

export interface WorkspaceGlob {
  glob: string;
  /** The file that names it. */
  file: string;
}

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []);

const objectIn = (project: Project, file: string): Record<string, unknown> => (project.has(file) ? parseObject(readProjectFile(project, file) ?? '') ?? {} : {});

function ofPnpm(project: Project): string[] {
  if (!project.has('pnpm-workspace.yaml')) return [];
  try {
    const value: unknown = parseYaml(readProjectFile(project, 'pnpm-workspace.yaml') ?? '');
    return typeof value === 'object' && value !== null ? texts((value as Record<string, unknown>).packages) : [];
  } catch {
    return []; // No YAML: then it names nothing, and every package.json of the tree stands for itself.
  }
}

export function workspaceGlobs(project: Project): WorkspaceGlob[] {
  const { workspaces } = objectIn(project, 'package.json');
  const listed = texts(Array.isArray(workspaces) ? workspaces : (workspaces as { packages?: unknown } | null | undefined)?.packages);
  const sources: [file: string, globs: string[]][] = [
    ['package.json', listed],
    ['pnpm-workspace.yaml', ofPnpm(project)],
    ['lerna.json', texts(objectIn(project, 'lerna.json').packages)],
  ];
  return sources.flatMap(([file, globs]) => globs.map((glob) => ({ glob: glob.replace(/^\.\//, '').replace(/\/$/, ''), file })));
}

/** `packages/*`, `apps/**`, `{libs,tools}/*` as a pattern of folders. */
function patternOf(glob: string): RegExp {
  const parts = glob.match(/\*\*\/|\*\*|\*|\?|\{[^}]*\}|[^*?{]+|\{/g) ?? [];
  const source = parts.map((part) => {
    if (part === '**/') return '(?:.+/)?';
    if (part === '**') return '.+';
    if (part === '*') return '[^/]+';
    if (part === '?') return '[^/]';
    const choices = /^\{(.*)\}$/.exec(part)?.[1];
    return choices === undefined ? escaped(part) : `(?:${choices.split(',').map(escaped).join('|')})`;
  });
  return new RegExp(`^${source.join('')}$`);
}

const escaped = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');

export interface Workspaces {
  /** Folders of the named packages. */
  folders: string[];
  /** Names that match no folder with a package.json. */
  empty: WorkspaceGlob[];
}

/** Null when the project names no workspaces. */
export function workspacesOf(project: Project): Workspaces | null {
  const globs = workspaceGlobs(project);
  if (globs.length === 0) return null;
  const folders = project.others.filter((file) => file.endsWith('/package.json')).map((file) => file.slice(0, -'/package.json'.length));
  const excluded = globs.filter(({ glob }) => glob.startsWith('!')).map(({ glob }) => patternOf(glob.slice(1)));
  const wanted = globs.filter(({ glob }) => !glob.startsWith('!') && glob !== '' && glob !== '.').map((entry) => ({ entry, pattern: patternOf(entry.glob) }));
  const matching = (pattern: RegExp): string[] => folders.filter((folder) => pattern.test(folder) && !excluded.some((not) => not.test(folder)));
  return {
    folders: [...new Set(wanted.flatMap(({ pattern }) => matching(pattern)))].sort(),
    empty: wanted.filter(({ pattern }) => matching(pattern).length === 0).map(({ entry }) => entry),
  };
}
