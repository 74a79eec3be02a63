/** Reads a plan that was saved, reviewed and edited: which components are left out, where resources go, and that the code is still the one it speaks of. */
import { z } from 'zod';
import { UserError } from '../core/errors.js';
import { sha256 } from '../core/journal-checks.js';
import { PLAN_SCHEMA, type Plan } from '../core/plan.js';
import { type Project, readProjectFile } from '../core/project.js';
import { nearest } from '../core/text.js';
import { parseYaml, placeInYaml } from '../core/yaml.js';

const schema = z.object({
  schema: z.literal(PLAN_SCHEMA),
  components: z.array(z.object({ id: z.string(), status: z.enum(['rewrite', 'blocked', 'skipped']) })),
  resources: z.array(z.object({ resource: z.string(), target: z.string() })),
  sources: z.record(z.string(), z.string()),
});

export interface PlanFile {
  name: string;
  text: string;
  components: ReadonlyMap<string, Plan['components'][number]['status']>;
  /** Target of each resource, as the file says it. */
  targets: ReadonlyMap<string, string>;
  sources: Readonly<Record<string, string>>;
}

/** sha256 of every file that a component touches, as it is now: what makes a saved plan comparable. */
export function planSources(plan: Pick<Plan, 'components'>, project: Project): Record<string, string> {
  const files = [...new Set(plan.components.flatMap((component) => component.files))].sort();
  return Object.fromEntries(files.flatMap((file): [string, string][] => {
    const text = readProjectFile(project, file);
    return text === null ? [] : [[file, sha256(text)]];
  }));
}

/** Throws UserError with line and column for a file that is no plan. */
export function parsePlanFile(text: string, name: string): PlanFile {
  const { components, resources, sources } = parseYaml(text, name, schema);
  return {
    name,
    text,
    components: new Map(components.map(({ id, status }) => [id, status])),
    targets: new Map(resources.map(({ resource, target }) => [resource, target])),
    sources,
  };
}

/** Throws UserError when a file that the plan rewrites is not the one that was reviewed. */
export function checkSources(file: PlanFile, project: Project): void {
  const changed = Object.entries(file.sources).filter(([source, hash]) => {
    const text = readProjectFile(project, source);
    return text === null || sha256(text) !== hash;
  }).map(([source]) => source);
  if (changed.length === 0) return;
  const more = changed.length > 3 ? ` and ${changed.length - 3} more` : '';
  throw new UserError('plan-outdated', `${file.name} was made from other versions of ${changed.slice(0, 3).join(', ')}${more}; nothing was written.`, 'Make the plan anew, and take your choices over.');
}

export interface PlanChoices {
  /** Components that are not rewritten, each with its reason. */
  leftOut: ReadonlyMap<string, string>;
  /** Resources whose target the reviewer changed. */
  targets: ReadonlyMap<string, string>;
}

function mistake(file: PlanFile, path: (string | number)[], message: string, hint: string): UserError {
  const place = placeInYaml(file.text, path);
  return new UserError('invalid-plan', `${file.name}:${place.line}:${place.column}: ${message}`, hint, { file: file.name, ...place });
}

/** What the reviewed file asks for that the fresh plan does not say by itself. Throws UserError for what cannot be had. */
export function choicesOf(file: PlanFile, fresh: Plan): PlanChoices {
  const known = fresh.components.map((component) => component.id);
  [...file.components].forEach(([id, status], index) => {
    const now = fresh.components.find((component) => component.id === id);
    const near = nearest(id, known);
    if (!now && status === 'rewrite') throw mistake(file, ['components', index, 'id'], `no component is called "${id}"`, near ? `Did you mean "${near}"?` : 'Make the plan anew with the same codemod.');
    if (now?.status === 'blocked' && status === 'rewrite') throw mistake(file, ['components', index, 'status'], `"${id}" is blocked: ${now.chain[0]?.text ?? 'see its chain of reasons'}`, 'What is blocked cannot be applied; change the code first.');
  });
  const leftOut = new Map(fresh.components.flatMap((component): [string, string][] => {
    if (component.status !== 'rewrite' || file.components.get(component.id) === 'rewrite') return [];
    return [[component.id, `left out in ${file.name}`]];
  }));
  const targets = new Map(fresh.resources.flatMap((resource): [string, string][] => {
    const wanted = file.targets.get(resource.resource);
    return wanted === undefined || wanted === resource.target ? [] : [[resource.resource, wanted]];
  }));
  return { leftOut, targets };
}
