/**
 * Documents that other programs look for on the disk under a name of their own: what npm and compilers read in the working folder, what a shell reads in the home folder, what the system reads
 * at its places. In a store they would not find them. It knows names alone, and says nothing of what a program keeps under a name of its own.
 */
import type { Resource } from '../core/program.js';
import { readable } from './storage-names.js';
import { type TargetChoice, leave } from './storage-targets.js';

/** In the working folder: the name, and who reads it there. */
const IN_WORKING_FOLDER: readonly [RegExp, string][] = [
  [/^(?:package(?:-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-(?:lock|workspace)\.yaml|\.npmrc|\.yarnrc(?:\.yml)?|\.nvmrc)$/, 'Node and the package manager read'],
  [/^(?:Dockerfile(?:\.\w+)?|\.dockerignore|(?:docker-)?compose(?:\.\w+)?\.ya?ml)$/i, 'Docker reads'],
  [/^\.git(?:ignore|attributes|modules)$/, 'git reads'],
  [/^(?:[tj]sconfig(?:\.\w+)?\.json|Makefile|Procfile|\.editorconfig)$/, 'a tool reads'],
  [/^wrangler\.(?:toml|jsonc?)$/, 'wrangler reads'],
  [/^\.env(?:\.\w+)?$/, 'whatever starts the program reads'],
];

const IN_HOME: readonly string[] = ['.bashrc', '.bash_profile', '.zshrc', '.zprofile', '.profile', '.kshrc', '.cshrc', '.npmrc', '.netrc', '.gitconfig'];

const OF_SYSTEM = /^\/(?:proc|sys|dev)\/|^\/etc\/(?:systemd|init|init\.d|rc\.d|logrotate\.d|cron[\w.]*|nginx|apache2|httpd|ssh|ssl|sudoers[\w.]*|profile[\w.]*|default|sysconfig)(?:\/|$)|^\/etc\/(?:hosts|passwd|group|crontab|fstab|resolv\.conf)$|^\/(?:usr\/)?lib\/systemd\/|^(?:<home>|<env HOME>)?\/Library\/Launch|^(?:<home>|<env HOME>)\/(?:\.ssh|\.config\/(?:systemd|autostart))(?:\/|$)/;

/** `.*rc` takes in `.bashrc`. */
const takesIn = (pattern: string, name: string): boolean => new RegExp(`^${pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('[^/]*')}$`).test(name);

/** Who reads the file; null where nobody else is known to. */
function readerOf(pattern: string): string | null {
  const inFolder = IN_WORKING_FOLDER.find(([name]) => name.test(pattern));
  if (inFolder) return inFolder[1];
  const [, atHome] = /^(?:<home>|<env HOME>)\/(\.[^/]+)$/.exec(pattern) ?? [];
  if (atHome !== undefined && IN_HOME.some((name) => takesIn(atHome, name))) return 'the shell or another tool of the user reads';
  return OF_SYSTEM.test(pattern) ? 'the system reads' : null;
}

/** Choices of such documents, by resource, where they would move and nobody said in writing that they shall. */
export function readByOthers(resources: readonly Resource[], choices: ReadonlyMap<string, TargetChoice>, isWished: (resource: Resource) => boolean): Map<string, TargetChoice> {
  return new Map(resources.flatMap((resource): [string, TargetChoice][] => {
    const reader = resource.kind === 'files' && choices.get(resource.id)?.codemod && !isWished(resource) ? readerOf(resource.pattern) : null;
    return reader === null ? [] : [[resource.id, { ...leave('decide', `${reader.charAt(0).toUpperCase()}${reader.slice(1)} ${readable(resource.pattern)} from the disk, and would not find it in a store; --accept moves it all the same.`), acceptable: true }]];
  }));
}
