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
  /** Before it listens it does what Workers allow only while a request is served, so the first request starts it. */
  late?: true;
}

/** Files that the served program reads and never writes: a Worker has only what its configuration names. */
export interface ShippedFiles {
  /** Relative to the root. */
  globs: string[];
  /** Folder of the modules that look for files beside themselves; on Workers all modules believe to stand in one. */
  standsIn: string;
  /** Words by which they ask where they stand: `__dirname`, `import.meta.url`. */
  asks: string[];
  /** What is to be done by hand where they stand in several, and no seam tells them where. */
  note?: string;
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
  ships: ShippedFiles | null;
  /** Version ranges that package.json has to ask for in the place of those that packages of packages ask for, by `name@range`. */
  overrides: Record<string, string>;
}
