/** fs-to-kv: documents on disk move behind an asynchronous storage seam (step one), and the seam gets an adapter for Workers KV (step two). */
import type { Change } from '../../core/changes.js';
import { createHash } from 'node:crypto';
import type { Codemod, Refused, Rewrite, RewriteInput } from '../define.js';
import { type EditedFile, editComponent } from '../shared/component.js';
import { isRefused } from '../shared/work.js';
import { type TextEdit, applyEdits, tidy } from '../shared/edits.js';
import { finishFile } from '../shared/finish.js';
import { markerEdits } from '../shared/markers.js';
import { type Source, namesIn, parseSource, withMark } from '../shared/source.js';
import { styleOf } from '../shared/style.js';
import { specifiersOf } from '../shared/top-of-module.js';
import { editSeed } from './calls.js';
import { type Group, groupsOf, unfinishedGroups } from './groups.js';
import { specifierFrom } from './layout.js';
import { seamFiles } from './seam-files.js';

const NAME = 'fs-to-kv';

/** Names that the seam goes by in a file, the first that is free there. */
const ALIASES = ['documents', 'documentStore', 'storedDocuments', 'documentsInStorage'];

function aliasFor(source: Source): string {
  const taken = namesIn(source);
  return ALIASES.find((alias) => !taken.has(alias)) ?? `${ALIASES[0] ?? 'documents'}${taken.size}`;
}

interface Accepted {
  group: Group;
  files: Map<string, EditedFile>;
}

function rewrite(input: RewriteInput): Rewrite {
  const refused: Refused[] = [];
  const accepted: Accepted[] = [];
  for (const component of input.plan.components.filter((one) => one.status === 'rewrite')) {
    const files = editComponent({ component, program: input.program, read: input.read, aliasFor, editSeed });
    if (isRefused(files)) {
      refused.push(files);
      continue;
    }
    const groups = groupsOf(input, component, files);
    if ('chain' in groups) refused.push(groups);
    else accepted.push({ group: groups, files });
  }
  const finished = accepted.flatMap((one) => finish(input, one, refused));
  const started = input.step === 'seam' ? [] : unfinishedGroups(input).map((group) => ({ group, operations: new Set<string>() }));
  const seams = [...finished.map(({ group, operations }) => ({ group, operations })), ...started];
  const changes = [...finished.flatMap((one) => one.changes), ...seamFiles(input, seams), ...markers(input, finished.flatMap((one) => one.changes))];
  return { changes: unchangedLeftOut(input, changes), refused, notes: input.plan.components.flatMap((component) => (refused.some((one) => one.component === component.id) ? [] : component.notes ?? [])) };
}

interface Finished {
  group: Group;
  operations: Set<string>;
  changes: Change[];
}

/** The changes of a component's own files; nothing when one of them cannot be finished. */
function finish(input: RewriteInput, { group, files }: Accepted, refused: Refused[]): Finished[] {
  const changes: Change[] = [];
  const operations = new Set<string>();
  for (const file of files.values()) {
    const uses = file.operations.size > 0;
    for (const operation of file.operations) operations.add(operation);
    const seam = uses ? specifierFrom(file.source.file, group.layout.seam, specifiersOf(file.source), group.layout.dialect) : null;
    const done = finishFile(file, { seam });
    if ('refused' in done) {
      refused.push({ component: group.component, code: 'shape-unknown', chain: [{ text: done.refused, at: { file: file.source.file, line: lineOf(file.source.text, done.at), column: 1, start: done.at, end: done.at } }] });
      return [];
    }
    changes.push(changeOf(input, file.source, done.after, done.edits, group.component));
  }
  return [{ group, operations, changes }];
}

const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function changeOf(input: RewriteInput, source: Source, after: string, edits: readonly TextEdit[], component: string): Change {
  const shift = source.mark ? 1 : 0;
  const before = input.read(source.file) ?? '';
  return {
    file: source.file,
    sha256: sha256(before),
    after: withMark(source, after),
    edits: edits.map((edit) => ({ start: edit.start + shift, end: edit.end + shift, text: edit.text, codemod: NAME })),
    notes: [],
    component,
  };
}

/** Marker comments of blocked components, in files that are not rewritten otherwise or on top of their new text. */
function markers(input: RewriteInput, changes: readonly Change[]): Change[] {
  if (!input.markers) return [];
  const rewritten = new Set(changes.map((change) => change.file));
  const found: Change[] = [];
  for (const component of input.plan.components.filter((one) => one.status === 'blocked')) {
    const file = component.seeds[0]?.at.file;
    const text = file === undefined ? null : input.read(file);
    // A file that is rewritten at the same time is marked by the next run: its offsets have moved.
    if (file === undefined || text === null || rewritten.has(file) || found.some((change) => change.file === file)) continue;
    const source = parseSource(file, text);
    const edits = source ? tidy(markerEdits(source, styleOf(source), component, NAME)) : [];
    if (source && edits.length > 0) found.push(changeOf(input, source, applyEdits(source.text, edits), edits, component.id));
  }
  return found;
}

const unchangedLeftOut = (input: RewriteInput, changes: readonly Change[]): Change[] => changes.filter((change) => input.read(change.file) !== change.after).sort((a, b) => (a.file < b.file ? -1 : 1));

export const fsToKv: Codemod = { name: NAME, title: 'Documents on disk move to Workers KV, behind a storage seam', rewrite };
