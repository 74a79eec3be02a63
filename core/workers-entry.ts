/** What a Worker would serve a program by: the module to load, the export that listens, the port; or why nothing is written that does. */

/** A module that serves the whole program. */
export interface ServedModule {
  file: string;
  /** What it gives out, `app` or `createApp()`; absent for a module that listens when it is loaded. */
  export?: string;
  /** The port that it asks for, and that the handler has to name. */
  port: number;
  /** Variable that tells the module its port: the Worker sets it. */
  portVariable?: string;
}

/** A variable that the program reads and does not go without. */
export interface NeededVariable {
  name: string;
  /** Never a value of the team: only what tells its kind. */
  placeholder: string;
  /** `src/mail.js:12`. */
  at: string;
}

export interface WorkersEntry {
  serves: ServedModule | null;
  /** Why nothing is served, or what is served less than on Node; one sentence each. */
  notes: string[];
  variables: NeededVariable[];
}
