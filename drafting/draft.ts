/** Drafts a script of requests from a linked program: how it is entered, what is asked of it and in which order, what differs at every call. Runs nothing. */
import type { Program } from '../core/program.js';
import { type EntryQuestion, entryOf } from './entry.js';
import { sectionsOf } from './requests.js';
import { routesIn } from './routes.js';
import { type ScriptDraft, requestsOf } from './script-draft.js';
import { createSources } from './sources.js';
import { environmentOf, stateOf, volatileFields } from './surroundings.js';

export interface DraftInput extends Pick<EntryQuestion, 'workerMain' | 'startScript'> {
  program: Program;
  /** Text of a file of the program. Throws when it is gone. */
  read(file: string): string;
}

export interface Drafted {
  draft: ScriptDraft;
  /** Routes that requests stand for. */
  routes: number;
}

/** A draft without a request is one too: it says what could not be drafted. */
export function draftOf(input: DraftInput): Drafted {
  const sources = createSources(input.program, input.read);
  const { routes, left } = routesIn(sources);
  const { state, folders } = stateOf(input.program);
  const { entry, notes } = entryOf({ sources, routes, workerMain: input.workerMain, startScript: input.startScript });
  const sections = sectionsOf(routes);
  const draft: ScriptDraft = { head: [], entry, entryNotes: notes, state, env: environmentOf(sources, folders), ignore: volatileFields(sources), sections, left };
  const requests = requestsOf(draft).length;
  const head = [
    `Drafted by \`cf-migrate verify --init\` from ${routes.length} route${routes.length === 1 ? '' : 's'} in the code: ${requests} request${requests === 1 ? '' : 's'}. Nothing was run.`,
    'Values in paths and bodies are plausible, not true: put in what your program takes, and say with `expect` what it must answer.',
  ];
  return { draft: { ...draft, head }, routes: routes.length };
}
