/** Programs from npm that are moved whole, none written for this tool: how each is moved. Its requests and its data stand in a folder of its name. */

export interface MovedProgram {
  /** Name of its folder. */
  name: string;
  /** Exact version. */
  spec: string;
  /** What it depends on is taken as it was on this day, so that a later release changes nothing. */
  before: string;
  codemod: 'fs-to-kv' | 'fs-to-r2';
  /** Stored files that are sent to this store in writing; none where the plan sends them by itself. */
  accept: string[];
  /** Folder of the data, where the program is told it by a variable. */
  from: string;
}

export const MOVED_PROGRAMS: readonly MovedProgram[] = [
  { name: 'vibe-annotations-server', spec: 'vibe-annotations-server@0.1.13', before: '2026-11-28', codemod: 'fs-to-r2', accept: [], from: 'home/.vibe-annotations' },
];
