/** What a command may touch of the process: streams, environment, folder. A test hands in a world of its own. */
export interface World {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Data goes here. */
  out: (text: string) => void;
  /** Progress, warnings and errors go here. */
  log: (text: string) => void;
  /** Columns of the terminal, or null in a pipe. */
  columns: number | null;
  readStdin: () => string;
}

/** Colour when asked for, or on a terminal that nobody told otherwise. */
export function wantsColour(world: World, option?: boolean): boolean {
  if (option !== undefined) return option;
  if (world.env.NO_COLOR !== undefined && world.env.NO_COLOR !== '') return false;
  if (world.env.FORCE_COLOR !== undefined && world.env.FORCE_COLOR !== '0') return true;
  return world.columns !== null;
}
