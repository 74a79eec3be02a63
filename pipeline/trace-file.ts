/** Finds the recording that belongs to a folder, checks its shape and joins it to the program. A file that has changed since counts for nothing, and is named. */
import { z } from 'zod';
import { UserError } from '../core/errors.js';
import type { FileFacts } from '../core/facts.js';
import { sha256 } from '../core/journal-checks.js';
import type { PlannedTrace } from '../core/plan.js';
import type { Program } from '../core/program.js';
import { type Project, readProjectFile } from '../core/project.js';
import { TRACE_FILE, TRACE_SCHEMA, type Trace } from '../core/trace.js';
import { withSeen } from './seen-calls.js';

export interface TraceChoice {
  /** Text of a recording that was named, with its name; `null`: none is wanted. Without it, the one in the folder, if there is one. */
  given?: { name: string; text: string } | null;
  /** `--accept-seen` */
  accepted?: boolean;
}

const position = z.tuple([z.number(), z.number()]);
const schema = z.object({
  schema: z.literal(TRACE_SCHEMA),
  tool: z.string(),
  recorded: z.string(),
  command: z.array(z.string()),
  processes: z.number(),
  files: z.record(z.string(), z.object({ sha256: z.string() })),
  left: z.array(z.object({ file: z.string(), how: z.enum(['changed', 'unmapped']) })),
  calls: z.array(z.object({ at: z.object({ file: z.string(), position }).nullable(), to: z.object({ file: z.string(), start: position }), via: z.string().nullable(), calls: z.number() })),
  sites: z.array(z.object({ file: z.string(), at: position, observed: z.number(), ours: z.number() })),
});

/** Throws UserError for what is no recording, or one of another version. */
export function parseTrace(text: string, name: string): Trace {
  const hint = 'Record anew with cf-migrate trace -- npm test, or plan with --no-trace.';
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new UserError('bad-trace', `${name} is no recording of this version of cf-migrate (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}).`, hint);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError('bad-trace', `${name} is no JSON.`, hint);
  }
}

export interface TracedProgram {
  program: Program;
  trace?: PlannedTrace;
}

/** The program as the recording of the folder completes it; as it is where there is none. */
export function tracedProgram(project: Project, { program, facts }: { program: Program; facts: readonly FileFacts[] }, choice: TraceChoice): TracedProgram {
  const inFolder = choice.given === undefined ? readProjectFile(project, TRACE_FILE) : null;
  const given = choice.given ?? (inFolder === null ? null : { name: TRACE_FILE, text: inFolder });
  if (given === null) return { program };
  const trace = parseTrace(given.text, given.name);
  const seen = withSeen(program, trace, { facts, read: (file) => readProjectFile(project, file), hash: sha256, accepted: choice.accepted === true });
  return { program: seen.program, trace: { recorded: trace.recorded, command: trace.command, confirmed: seen.confirmed, added: seen.added, stale: seen.stale } };
}
