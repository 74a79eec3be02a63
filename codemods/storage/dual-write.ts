/**
 * The adapter for the time between: it reads and writes the disk, as before, and after each change brings what is on the disk into the bucket, over the S3 API. A change that does not get there is
 * told and written down, and fails nothing. Only for keys below one folder: a whole path has another key on Workers.
 */
import path from 'node:path';
import type { RewriteInput } from '../define.js';
import { readJson, setJson } from '../shared/json-text.js';
import { type NewModule, renderModule } from '../shared/render.js';
import { built } from './built.js';
import { dualAdapter } from './dual-adapter.js';
import { type Group, recordedGroups } from './groups.js';
import { specifierFrom } from './layout.js';
import type { StorageTarget } from './target.js';

type Read = (file: string) => string | null;

/** Condition of package.json "imports" that chooses the adapter. */
const CONDITION = 'both';

interface Files {
  both: string;
  bucket: string;
  manifest: string;
}

function filesOfGroup({ layout }: Group): Files {
  const extension = path.posix.extname(layout.seam);
  const base = layout.seam.slice(0, -extension.length);
  return { both: `${base}.${CONDITION}${extension}`, bucket: `${base}.bucket${extension}`, manifest: layout.packageFolder === '' ? 'package.json' : `${layout.packageFolder}/package.json` };
}

/** Groups that have such an adapter, or get one. */
function dualGroups(target: StorageTarget, input: RewriteInput, groups: readonly Group[], read: Read): Group[] {
  if (!target.network || target.inContainer || input.step === 'seam') return [];
  const recorded = recordedGroups(target, input).filter(({ layout }) => !groups.some((group) => group.layout.seam === layout.seam));
  return [...groups, ...recorded].filter((group) => group.folder.expression.kind !== 'whole' && (input.dualWrite === true || read(filesOfGroup(group).both) !== null));
}

/** Its files, each with its text; one that was edited by hand stays. */
export function dualWriteFiles(target: StorageTarget, input: RewriteInput, groups: readonly Group[], read: Read): ReadonlyMap<string, string> {
  return dualGroups(target, input, groups, read).reduce<ReadonlyMap<string, string>>((before, group) => new Map([...before, ...textsOf(target, group, (file) => before.get(file) ?? read(file))]), new Map());
}

function textsOf(target: StorageTarget, group: Group, read: Read): [file: string, text: string][] {
  const { layout, style, known, binding } = group;
  const { both, bucket, manifest } = filesOfGroup(group);
  const render = (module: NewModule, file: string): string => renderModule(module, layout.dialect, style, file);
  const beside = (other: string): string => specifierFrom(both, other, ['./x.js'], layout.dialect);
  const text = (operations: Iterable<string>): string => render(dualAdapter({ operations: new Set(operations), binding, disk: beside(layout.disk), bucket: beside(bucket) }), both);
  const present = read(both);
  const isOurs = present === null || (known !== undefined && present === text(known.seam.operations));
  const store = target.network?.module(binding, 'start Node without --conditions=both to keep them on the disk alone');
  return [
    ...(isOurs ? [[both, text([...group.operations, ...(known?.seam.operations ?? [])])] as [string, string]] : []),
    ...(store && read(bucket) === null ? [[bucket, render(store, bucket)] as [string, string]] : []),
    [manifest, withCondition(target, group, read(manifest) ?? '{}\n', read, both)],
  ];
}

/** The condition stands before `default`, which would always be taken. */
function withCondition(target: StorageTarget, group: Group, manifest: string, read: Read, both: string): string {
  const { layout } = group;
  const { imports, dependencies } = (readJson(manifest) ?? {}) as { imports?: Record<string, Record<string, string>>; dependencies?: Record<string, string> };
  const { default: otherwise, ...conditions } = imports?.[layout.adapter] ?? {};
  const file = built(group, read, both);
  const chosen = conditions[CONDITION] !== undefined || otherwise === undefined ? manifest : setJson(manifest, ['imports', layout.adapter], { ...conditions, [CONDITION]: `./${layout.packageFolder === '' ? file : file.slice(layout.packageFolder.length + 1)}`, default: otherwise });
  const [name, range] = target.network?.dependency ?? [];
  return name === undefined || dependencies?.[name] !== undefined ? chosen : setJson(chosen, ['dependencies', name], range);
}

export function dualWriteNotes(target: StorageTarget, input: RewriteInput, groups: readonly Group[]): string[] {
  if (input.dualWrite !== true || input.step === 'seam') return [];
  if (target.inContainer) return ['A Container keeps its documents in R2 alone, so nothing was written for the time between (--dual-write is for the host of today)'];
  const all = dualGroups(target, input, groups, input.read);
  const whole = groups.filter((group) => group.folder.expression.kind === 'whole').map(({ layout }) => `${layout.seam} keeps documents by their whole paths, which are others on Workers: it gets no adapter for both sides; copy with data --since`);
  const told = all.map((group) => `${filesOfGroup(group).both} writes to the disk and to R2: install the packages again, and start the host of today with NODE_OPTIONS=--conditions=${CONDITION}, R2_ENDPOINT, R2_ACCESS_KEY_ID, R2_SECRET_ACCESS_KEY and ${group.binding}_BUCKET. What does not get there is logged and stands in .cf-migrate/behind-${group.binding}.txt, for cf-migrate data ${target.store.codemod} --since EXPORT --behind FILE`);
  return [...told, ...whole];
}
