/** A codemod for storage: documents on disk move behind an asynchronous storage seam (step one), and the seam gets an adapter for the target (step two). */
import { createHash } from 'node:crypto';
import type { Change } from '../../core/changes.js';
import type { PlanComponent } from '../../core/plan.js';
import type { Codemod, Refused, Rewrite, RewriteInput } from '../define.js';
import { type EditedFile, editComponent } from '../shared/component.js';
import { type TextEdit, applyEdits, tidy } from '../shared/edits.js';
import { finishFile } from '../shared/finish.js';
import { markerEdits } from '../shared/markers.js';
import { type Source, parseSource, withMark } from '../shared/source.js';
import { styleOf } from '../shared/style.js';
import { specifiersOf } from '../shared/top-of-module.js';
import { isRefused } from '../shared/work.js';
import { editSeed } from './calls.js';
import { type Group, seamGroups, unfinishedGroups } from './groups.js';
import { specifierFrom } from './layout.js';
import { dualWriteNotes } from './dual-write.js';
import { presignedNotes } from './presigned.js';
import { lackingByHand, seamFiles } from './seam-files.js';
import { wholeNotes } from './roots.js';
import type { EditedComponent } from './shared-seams.js';
import { type StorageTarget, aliasFor } from './target.js';
import { entryNotes } from './workers-entry.js';

function rewrite(target: StorageTarget, input: RewriteInput): Rewrite {
  const refused: Refused[] = [];
  let edited: EditedComponent[] = [];
  for (const component of input.plan.components.filter((one) => one.status === 'rewrite')) {
    const files = editComponent({ component, program: input.program, read: input.read, aliasFor: (source) => aliasFor(target, source), editSeed });
    if (isRefused(files)) refused.push(files);
    else edited.push({ component, files });
  }
  // A component that cannot be finished takes its edits with it, so the others are finished anew without them.
  for (;;) {
    const left = edited.flatMap(({ component }) => withoutFolder(input, component, edited));
    const attempt = left.length > 0 ? { groups: [], changes: [], refused: left } : finishAll(target, input, edited);
    refused.push(...attempt.refused);
    if (attempt.refused.length === 0) return { changes: allChanges(target, input, attempt), refused, notes: [...notesOf(input, refused), ...editNotes(edited), ...containerNotes(target, input, attempt.groups), ...entryNotes(target, input, attempt.groups), ...presignedNotes(target, input, attempt.groups), ...dualWriteNotes(target, input, attempt.groups), ...attempt.groups.flatMap((group) => wholeNotes(target, group))] };
    edited = edited.filter(({ component }) => !attempt.refused.some((one) => one.component === component.id));
  }
}

/** What lies in a folder that is looked for or made does not move while that stays: on Workers the program would not find the folder. */
function withoutFolder(input: RewriteInput, component: PlanComponent, edited: readonly EditedComponent[]): Refused[] {
  const missing = component.needs?.find((folder) => input.plan.components.some((one) => one.resources.includes(folder)) && !edited.some((other) => other.component.resources.includes(folder)));
  const pattern = input.plan.resources.find(({ resource }) => resource === missing)?.pattern ?? missing ?? '';
  return missing === undefined ? [] : [{ component: component.id, code: 'mixed-paths', chain: [{ text: `it lies in ${pattern}, which is made or looked for elsewhere and does not move now`, ...(component.seeds[0] ? { at: component.seeds[0].at } : {}) }] }];
}

const notesOf = (input: RewriteInput, refused: readonly Refused[]): string[] => [...new Set(input.plan.components.flatMap((component) => (refused.some((one) => one.component === component.id) ? [] : component.notes ?? [])))];

/** What the edits themselves have to say. */
const editNotes = (edited: readonly EditedComponent[]): string[] => [...new Set(edited.flatMap(({ files }) => [...files.values()].flatMap(({ notes }) => notes)))];

/** What the environment of a Container has to say. */
function containerNotes(target: StorageTarget, input: RewriteInput, groups: readonly Group[]): string[] {
  if (!target.inContainer || input.step === 'seam' || groups.length === 0) return [];
  const buckets = groups.map(({ binding }) => `${binding}_BUCKET`).join(', ');
  return [
    `The Container keeps documents in ${target.store.name} over its S3 API: install the packages again, and give it R2_ENDPOINT, R2_ACCESS_KEY_ID, R2_SECRET_ACCESS_KEY and ${buckets} (envVars of its class, with the keys as secrets); without them it does not start`,
    'Tests and machines of your own keep documents on the disk with NODE_OPTIONS=--conditions=disk',
  ];
}

interface Attempt {
  groups: Group[];
  changes: Change[];
  refused: Refused[];
}

/** All files of all components, each finished once; files may belong to several. */
function finishAll(target: StorageTarget, input: RewriteInput, edited: readonly EditedComponent[]): Attempt {
  const { groups, refused } = seamGroups(target, input, edited);
  const lacking = groups.flatMap((group) => lackingIn(target, input, group));
  if (refused.length + lacking.length > 0) return { groups, changes: [], refused: [...refused, ...lacking] };
  const changes: Change[] = [];
  const problems: Refused[] = [];
  const moving = edited.filter(({ component }) => input.part?.has(component.id) ?? true);
  const written = [...moving, ...moving.flatMap((member) => withPlaces(member, groups))];
  for (const name of new Set(written.flatMap(({ files }) => [...files.keys()]))) {
    const owners = written.filter(({ files }) => files.has(name));
    const done = finishOne(target, input, groups, name, owners);
    if (Array.isArray(done)) problems.push(...done);
    else changes.push(done);
  }
  return { groups, changes, refused: problems };
}

/** The modules that are told where they stand are so with the first component that needs it. */
function withPlaces({ component }: EditedComponent, groups: readonly Group[]): EditedComponent[] {
  const standing = groups.find((group) => group.components.includes(component.id))?.standing ?? [];
  return standing.length === 0 ? [] : [{ component, files: new Map(standing.map((file) => [file.source.file, file])) }];
}

/** A seam that was edited by hand is not written over: it needs its new operations from the same hand. */
function lackingIn(target: StorageTarget, input: RewriteInput, group: Group): Refused[] {
  const lacking = lackingByHand(target, group, input.read);
  if (!lacking) return [];
  const text = `${lacking.file} was edited since it was made, and lacks ${lacking.operations.join(', ')}; add that by hand, or restore the file, and run again`;
  return group.components.map((component) => ({ component, code: 'shape-unknown', chain: [{ text }] }));
}

function finishOne(target: StorageTarget, input: RewriteInput, groups: readonly Group[], name: string, owners: readonly EditedComponent[]): Change | Refused[] {
  const parts = owners.flatMap(({ files }) => files.get(name) ?? []);
  const file = merged(parts);
  const at = (start: number): Refused['chain'][number]['at'] => ({ file: name, line: lineOf(file.source.text, start), column: 1, start, end: start });
  const seams = [...new Set(owners.filter(({ files }) => (files.get(name)?.operations.size ?? 0) > 0).flatMap(({ component }) => groups.find((group) => group.components.includes(component.id)) ?? []))];
  const seam = seams[0] ? specifierFrom(name, seams[0].layout.seam, specifiersOf(file.source), seams[0].layout.dialect) : null;
  if (seams.length > 1) return owners.map(({ component }) => ({ component: component.id, code: 'mixed-paths', chain: [{ text: `${name} uses documents of several folders, which would need several seams`, at: at(0) }] }));
  const done = finishFile(file, { seam });
  if ('refused' in done) return owners.map(({ component }) => ({ component: component.id, code: 'shape-unknown', chain: [{ text: done.refused, at: at(done.at) }] }));
  return changeOf(target, input, file.source, done.after, done.edits, owners.map(({ component }) => component.id).join(' + '));
}

function merged(parts: readonly EditedFile[]): EditedFile {
  const first = parts[0] as EditedFile;
  return {
    ...first,
    edits: parts.flatMap((part) => part.edits),
    planned: parts.flatMap((part) => part.planned),
    reshaped: parts.flatMap((part) => part.reshaped),
    wrapped: parts.flatMap((part) => part.wrapped),
    moved: parts.flatMap((part) => part.moved),
    removed: parts.flatMap((part) => part.removed),
    operations: new Set(parts.flatMap((part) => [...part.operations])),
    builtins: parts.flatMap((part) => part.builtins),
    forwardsErrors: parts.some((part) => part.forwardsErrors),
    takesTurns: parts.some((part) => part.takesTurns),
    hasSteps: parts.some((part) => part.hasSteps),
    hearsLater: parts.some((part) => part.hearsLater),
    gathers: parts.some((part) => part.gathers),
    notes: parts.flatMap((part) => part.notes),
  };
}

function allChanges(target: StorageTarget, input: RewriteInput, attempt: Attempt): Change[] {
  const groups = [...attempt.groups, ...(input.step === 'seam' ? [] : unfinishedGroups(target, input).filter((group) => !attempt.groups.some((other) => other.layout.seam === group.layout.seam)))];
  const changes = [...attempt.changes, ...seamFiles(target, input, groups), ...markers(target, input, attempt.changes)];
  return changes.filter((change) => input.read(change.file) !== change.after).sort((a, b) => (a.file < b.file ? -1 : 1));
}

const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function changeOf(target: StorageTarget, input: RewriteInput, source: Source, after: string, edits: readonly TextEdit[], component: string): Change {
  const shift = source.mark ? 1 : 0;
  return {
    file: source.file,
    sha256: sha256(input.read(source.file) ?? ''),
    after: withMark(source, after),
    edits: edits.map((edit) => ({ start: edit.start + shift, end: edit.end + shift, text: edit.text, codemod: target.store.codemod })),
    notes: [],
    component,
  };
}

/** Marker comments of blocked components. A file that is rewritten at the same time is marked by the next run: its offsets have moved. */
function markers(target: StorageTarget, input: RewriteInput, changes: readonly Change[]): Change[] {
  if (!input.markers) return [];
  const rewritten = new Set(changes.map((change) => change.file));
  const found: Change[] = [];
  for (const component of input.plan.components.filter((one) => one.status === 'blocked')) {
    const file = component.seeds[0]?.at.file;
    const text = file === undefined ? null : input.read(file);
    if (file === undefined || text === null || rewritten.has(file) || found.some((change) => change.file === file)) continue;
    const source = parseSource(file, text);
    const edits = source ? tidy(markerEdits(source, styleOf(source), component, target.store.codemod)) : [];
    if (source && edits.length > 0) found.push(changeOf(target, input, source, applyEdits(source.text, edits), edits, component.id));
  }
  return found;
}

/** The codemod that moves documents to a target. */
export const storageCodemod = (target: StorageTarget): Codemod => ({ name: target.store.codemod, title: target.title, rewrite: (input) => rewrite(placed(target, input.platform), input) });

const placed = (target: StorageTarget, platform: RewriteInput['platform']): StorageTarget => (platform === 'containers' && target.network ? { ...target, suffix: target.network.suffix, inContainer: true } : target);
