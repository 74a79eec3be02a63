/** Which components share a seam: those with documents below one root; and by whole paths those whose root only the running program knows, or that meet in one file. Makes no seam. */
import type { PlanComponent } from '../../core/plan.js';
import type { Site } from '../../core/program.js';
import { reachedResources } from '../../core/reached-resources.js';
import type { RewriteInput } from '../define.js';
import type { EditedFile } from '../shared/component.js';
import { commonFolder, isKnown, rootOf } from './folder.js';
import type { StorageBinding } from './storage-record.js';

/** A component whose own files could be edited. */
export interface EditedComponent {
  component: PlanComponent;
  files: ReadonlyMap<string, EditedFile>;
}

/** Documents below one root that share a seam, or that are kept by their whole paths. */
export interface Shared {
  members: EditedComponent[];
  patterns: string[];
  known: StorageBinding | undefined;
  whole: boolean;
}

const patternsOf = (input: RewriteInput, component: PlanComponent): string[] => input.plan.resources.filter((resource) => component.resources.includes(resource.resource)).map((resource) => resource.pattern);

const isBelow = (folder: string, pattern: string): boolean => (folder === '.' ? !/^[<*/]/.test(pattern) : pattern.startsWith(`${folder}/`));

export function sitesOf({ program }: RewriteInput, component: PlanComponent): Site[] {
  const reachOf = reachedResources(program);
  return program.sites.filter((site) => reachOf(site).some((id) => component.resources.includes(id)));
}

/**
 * Who shares a seam: what lies below one root; and by whole paths what has no root that is known, and what stands in one file with documents of another root. `standing`: modules are
 * told where they stand, so that what is found from there has whole paths too.
 */
export function sharedSeams(input: RewriteInput, seams: readonly StorageBinding[], edited: readonly EditedComponent[], standing: boolean): Shared[] {
  const anywhere = seams.find((binding) => binding.seam.expression.kind === 'whole');
  const shared = edited.reduce<ReadonlyMap<string, Shared>>((before, member) => {
    const patterns = patternsOf(input, member.component);
    const below = mixes(member.component) ? undefined : seams.find((binding) => binding !== anywhere && patterns.every((pattern) => isBelow(binding.seam.path, pattern)));
    const whole = !below && (mixes(member.component) || (standsBeside(input, member.component) ? standing : anywhere !== undefined || !hasKnownFolder(patterns)));
    const known = below ?? (whole ? anywhere : undefined);
    const key = below ? `known ${below.seam.path}` : whole ? WHOLE : rootOf(patterns[0] ?? '');
    return new Map([...before, [key, together([before.get(key), { members: [member], patterns, known, whole }])]]);
  }, new Map());
  return inOneFile(input, shared, anywhere);
}

const WHOLE = 'whole paths';

function hasKnownFolder(patterns: readonly string[]): boolean {
  const folder = commonFolder(patterns);
  return folder !== null && isKnown(folder);
}

/** Some of its calls reach files that stay as well. */
export const mixes = (component: PlanComponent): boolean => component.seeds.some((seed) => seed.also?.includes('mixed'));

/** Its paths are made from the place of the code, which on Workers is the same for every module. */
export const standsBeside = (input: RewriteInput, component: PlanComponent): boolean => sitesOf(input, component).some((site) => site.storage?.path.roots.some((root) => root.startsWith('module')));

const together = (all: readonly (Shared | undefined)[]): Shared => {
  const some = all.filter((one) => one !== undefined);
  return { members: some.flatMap((one) => one.members), patterns: some.flatMap((one) => one.patterns), known: some.find((one) => one.known)?.known, whole: some.some((one) => one.whole) };
};

/** A file has one seam: new ones that meet in a file are one, by whole paths. */
function inOneFile(input: RewriteInput, shared: ReadonlyMap<string, Shared>, anywhere: StorageBinding | undefined): Shared[] {
  const filesOf = ({ members }: Shared): string[] => members.flatMap(({ files }) => [...files.values()].filter((file) => file.operations.size > 0).map((file) => file.source.file));
  const free = ([, one]: [string, Shared]): boolean => one.whole || (!one.known && !one.members.some(({ component }) => standsBeside(input, component)));
  const meeting = [...shared].filter(free).filter(([key, one]) => [...shared].filter(free).some(([other, two]) => other !== key && filesOf(two).some((file) => filesOf(one).includes(file))));
  if (meeting.length === 0) return [...shared.values()].toSorted((a, b) => Number(a.whole) - Number(b.whole));
  const joined = together([shared.get(WHOLE), ...meeting.filter(([key]) => key !== WHOLE).map(([, one]) => one)]);
  const apart = [...shared].filter(([key]) => key !== WHOLE && !meeting.some(([other]) => other === key)).map(([, one]) => one);
  return [...apart, { ...joined, whole: true, known: anywhere }];
}

