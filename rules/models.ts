/** What a call asks of a model: task, name and length of its vectors, as far as they are constants. It fetches nothing. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { homePath } from '../core/home.js';
import type { ApiEntry, ArgumentShape } from '../core/program.js';
import { parseYaml } from '../core/yaml.js';
import { argumentText } from './argument-match.js';
import { compiled } from './compiled.js';

const FILE = 'rules/models.yaml';

const modelsSchema = z.strictObject({
  version: z.literal(1),
  source: z.strictObject({ source: z.string(), date: z.string() }),
  models: z.array(z.strictObject({ dimensions: z.number().int().positive(), kind: z.enum(['text', 'image']), names: z.array(z.string()).min(1) })),
});

export type Models = z.infer<typeof modelsSchema>;

export const parseModels = (text: string, file: string): Models => parseYaml(text, file, modelsSchema);

let kept: Map<string, number> | null = null;

function dimensionsByName(): Map<string, number> {
  if (kept) return kept;
  const { models } = compiled<Models>('models') ?? parseModels(readFileSync(homePath(FILE), 'utf8'), FILE);
  kept = new Map(models.flatMap(({ names, dimensions }) => names.map((name): [string, number] => [name.toLowerCase(), dimensions])));
  return kept;
}

/** Length of a model's vectors; owner and tag of the name do not matter. */
export const dimensionsOf = (model: string): number | undefined => dimensionsByName().get((model.split('/').at(-1) ?? model).replace(/:.*$/, '').toLowerCase());

export interface ModelUse {
  task?: string;
  model?: string;
  dimensions?: number;
}

/** Null for a call that names no model. */
export function modelUse(api: ApiEntry | undefined, args: readonly ArgumentShape[]): ModelUse | null {
  if (api?.model === undefined && api?.task === undefined) return null;
  const task = api.task === undefined ? undefined : argumentText(args, api.task);
  const model = api.model === undefined ? undefined : argumentText(args, api.model);
  const dimensions = model === undefined ? undefined : dimensionsOf(model);
  return { ...(task === undefined ? {} : { task }), ...(model === undefined ? {} : { model }), ...(dimensions === undefined ? {} : { dimensions }) };
}

/** For readers: one short sentence for each thing that is known. */
export const modelReasons = ({ task, model, dimensions }: ModelUse): string[] => [
  ...(task === undefined ? [] : [`the task is ${task}`]),
  ...(model === undefined ? [] : [`the model is ${model}`]),
  ...(dimensions === undefined ? [] : [`its vectors have ${dimensions} dimensions`]),
];
