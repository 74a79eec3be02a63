/** What one start of a diagnosis goes past while modules load, as a module beside the bundle: the next start needs no other bundle. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Bundle } from './bundle.js';
import { PLAN_MODULE, type LoadStep } from './record-lines.js';
import { BUNDLE_NAME } from './source-position.js';

export interface LoadPlan {
  /** `__dirname` and `__filename` answer something. */
  folder: boolean;
  /** Refused calls that answer something inert, by their keys in this bundle. */
  skips: string[];
  /** Packages and files that are replaced, with what they threw. */
  replaced: [unit: string, reason: string][];
  /** Files of the app that it reads while modules load, by the path that it asks for, as base64. */
  contents: [target: string, base64: string][];
}

export const EMPTY_PLAN: LoadPlan = { folder: false, skips: [], replaced: [], contents: [] };

/** Where a path of the Worker would be in the app: a bundle has one folder, so `../config` leads to another place than in the sources. */
export function fileInApp(target: string, root: string): string | null {
  const parts = target.replace(/^(?:\/bundle)?\/+/, '').split('/').filter((part) => part !== '.' && part !== '..');
  const file = path.join(root, ...parts);
  return parts.length > 0 && existsSync(file) ? file : null;
}

/** A file that the app asks for, or null when there is none of this name. */
export function contentsOf(target: string, root: string): string | null {
  const file = fileInApp(target, root);
  return file !== null && statSync(file).isFile() ? readFileSync(file).toString('base64') : null;
}

/** The bundler writes the name of each module above it. */
const MODULE_NAME = /^\/\/ (\S.*)$/;

const moduleLines = (script: string): [line: number, module: string][] =>
  script.split('\n').flatMap((line, i): [number, string][] => {
    const name = MODULE_NAME.exec(line)?.[1];
    return name === undefined ? [] : [[i + 1, name]];
  });

/**
 * The two functions of esbuild that wrap modules give way to those of the recorder, once it is there: what it needs itself is loaded
 * before. No line is added, so that the source map stays true.
 */
const withOwnLoader = (script: string): string => [['commonJs', '__commonJS'], ['esModule', '__esm']].reduce(
  (text, [ours = '', bundlers = '']) => text.replace(new RegExp(`^var ${bundlers} = `, 'm'), `var ${bundlers} = (parts, own) => () => (own ??= (globalThis.cfMigrateModules?.${ours} ?? bundlers${bundlers})(parts))(), bundlers${bundlers} = `),
  script,
);

const READS = /\.readFile(?:Sync)?$/;

/** The file of the app that a refused call asked for, when the plan does not have it yet. */
function fileAskedFor(subject: string, target: string | undefined, plan: LoadPlan, root: string): LoadPlan['contents'] {
  if (!READS.test(subject) || target === undefined || plan.contents.some(([known]) => known === target)) return [];
  const contents = contentsOf(target, root);
  return contents === null ? [] : [[target, contents]];
}

const fileOf = ({ past, subject, target }: LoadStep, plan: LoadPlan, root: string): LoadPlan['contents'] => (past === 'call' ? fileAskedFor(subject, target, plan, root) : []);

function after(plan: LoadPlan, { past, subject, key, says }: LoadStep): LoadPlan {
  if (past === 'folder') return { ...plan, folder: true };
  if (past === 'call' && key !== undefined) return { ...plan, skips: [...plan.skips, key] };
  return past === 'unit' ? { ...plan, replaced: [...plan.replaced, [subject, says]] } : plan;
}

/** The plan after these steps. What came after a file that the app has and got empty is left out: it may follow from that. */
export function learned<Step extends LoadStep>(before: LoadPlan, steps: Step[], root: string): { plan: LoadPlan; steps: Step[] } {
  const asks = steps.findIndex((step) => fileOf(step, before, root).length > 0);
  const kept = asks === -1 ? steps : steps.slice(0, asks + 1);
  const plan = kept.reduce<LoadPlan>(after, before);
  return { plan: { ...plan, contents: [...plan.contents, ...(asks === -1 ? [] : kept.slice(asks).flatMap((step) => fileOf(step, before, root)))] }, steps: kept };
}

/** The plan that goes past one refused call more. */
export function learnedCall(plan: LoadPlan, { key, api, target }: { key?: string; api: string; target?: string }, root: string): LoadPlan {
  return { ...plan, skips: key === undefined ? plan.skips : [...plan.skips, key], contents: [...plan.contents, ...fileAskedFor(api, target, plan, root)] };
}

/** A bundle whose modules the recorder loads. Made once; each plan is put beside it. */
export interface LoadableBundle {
  bundle: Bundle;
  modules: [line: number, module: string][];
}

export function loadable(bundle: Bundle): LoadableBundle {
  const [main, ...rest] = bundle.modules;
  const script = String(main?.contents ?? '');
  return { bundle: { ...bundle, modules: [{ type: 'ESModule', path: BUNDLE_NAME, contents: withOwnLoader(script) }, ...rest] }, modules: moduleLines(script) };
}

/** `entry`: the module that serves, which cannot be left out. */
export function withPlan({ bundle, modules }: LoadableBundle, plan: LoadPlan, entry: string | null): Bundle {
  const contents = `export default ${JSON.stringify({ ...plan, modules, entry })};`;
  return { ...bundle, modules: [...bundle.modules, { type: 'ESModule', path: PLAN_MODULE, contents }] };
}
