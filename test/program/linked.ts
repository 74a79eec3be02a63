/** Links files in memory with the real apis.yaml and no rules: what the tests of this room look at. */
import { memoryProject } from '../../core/project.js';
import type { Program, Site } from '../../core/program.js';
import { createResolver } from '../../core/resolve.js';
import { manifestsOf, withBesides } from '../../core/manifest.js';
import { readFacts } from '../../pipeline/facts.js';
import { isHostFile, readHostFile } from '../../program/host.js';
import { link } from '../../program/link.js';
import { chooseLock } from '../../program/lockfiles.js';
import { isPage, scriptsOfPage } from '../../program/pages.js';
import { apisOf } from '../../rules/apis.js';

/** `mostVisits`: what may be asked of the flow graph; as much as a plan affords where nothing is said. `wanted`: what rules would name. */
export function linked(files: Record<string, string>, mostVisits?: number, wanted: (origin: string) => boolean = () => false): Program {
  const project = memoryProject(files);
  const readings = [...project.others, ...project.sources].filter(isHostFile).map((file) => readHostFile(file, project.read(file)));
  const manifests = manifestsOf(project).map((manifest) => withBesides(project, manifest));
  return link({
    root: '',
    name: 'memory',
    facts: readFacts(project).facts,
    thorough: true,
    ...(mostVisits === undefined ? {} : { mostVisits }),
    open: () => null,
    resolve: createResolver(project).resolve,
    apisOf,
    wanted,
    manifests,
    lock: chooseLock(project.others, project.read, manifests).lock,
    installed: new Map(),
    host: { facts: readings.flatMap((r) => r.facts), commands: readings.flatMap((r) => r.commands) },
    pages: project.others.filter(isPage).flatMap((file) => scriptsOfPage(file, project.read(file))),
    others: project.others,
  }).program;
}

/** `file:line origin` of every site, in order. */
export const siteLines = (files: Record<string, string>): string[] => linked(files).sites.map((site) => `${site.at.file}:${site.at.line} ${site.origin}`);

/** The sites of one file `app.js`. */
export const sitesIn = (text: string, more: Record<string, string> = {}): Site[] => linked({ 'app.js': text, ...more }).sites.filter((site) => site.at.file === 'app.js');

/** Origins of the sites of one file `app.js`. */
export const originsIn = (text: string, more: Record<string, string> = {}): string[] => sitesIn(text, more).map((site) => site.origin);
