/** Reads the labels of a program from bench/labels and checks their shape. It judges no finding. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AREAS } from '../../core/vocabulary.js';

const area = z.enum(AREAS);

/** What bench/labels/README.md says about each field. */
const labelSchema = z.strictObject({
  file: z.string(),
  line: z.int().positive(),
  category: area,
  api: z.string(),
  kind: z.string(),
  persistent: z.union([z.boolean(), z.literal('unknown')]),
  tier: z.enum(['core', 'hard', 'indirect', 'soft', 'import']),
  alt: z.array(area).optional(),
  dead: z.boolean().optional(),
  note: z.string().optional(),
});

const fileSchema = z.strictObject({
  file: z.string(),
  categories: z.array(area),
  soft_categories: z.array(area),
  rewrite_percent: z.number().min(0).max(100),
  lines: z.int().nonnegative(),
  dead: z.boolean().optional(),
  note: z.string().optional(),
});

const lookAlikeSchema = z.strictObject({
  file: z.string(),
  /** 0: the whole file or folder. */
  line: z.int().nonnegative(),
  why: z.string(),
  looks_like: z.union([area, z.literal('any')]),
});

/** given: read by others and looked at while the scan was written. held-out: labelled before the scan had seen them. */
const SETS = ['given', 'held-out'] as const;

const programSchema = z.strictObject({ name: z.string(), package: z.string(), set: z.enum(SETS), scope: z.string(), about: z.string() });

export type Label = z.infer<typeof labelSchema>;
export type FileLabel = z.infer<typeof fileSchema>;
export type LookAlike = z.infer<typeof lookAlikeSchema>;
export type LabelledProgram = z.infer<typeof programSchema>;

/** Everything that a reader has said about one program. */
export interface Labels {
  labels: Label[];
  files: FileLabel[];
  lookAlikes: LookAlike[];
}

function readRows<T>(file: string, schema: z.ZodType<T>): T[] {
  return readFileSync(file, 'utf8').split('\n').flatMap((row, index) => {
    if (row.trim() === '') return [];
    const parsed = schema.safeParse(JSON.parse(row));
    if (!parsed.success) throw new Error(`${file}:${index + 1}: ${z.prettifyError(parsed.error)}`);
    return [parsed.data];
  });
}

/** The programs that have labels, in the order in which they are shown. */
export function labelledPrograms(folder: string): LabelledProgram[] {
  return z.array(programSchema).parse(JSON.parse(readFileSync(path.join(folder, 'programs.json'), 'utf8')));
}

export function readLabels(folder: string, program: string): Labels {
  const file = (name: string): string => path.join(folder, program, name);
  return {
    labels: readRows(file('labels.jsonl'), labelSchema),
    files: readRows(file('files.jsonl'), fileSchema),
    lookAlikes: readRows(file('negatives.jsonl'), lookAlikeSchema),
  };
}
