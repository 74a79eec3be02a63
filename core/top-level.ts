/** What stands at the top of a module and runs while it loads, statement by statement, and who uses the names that it gives a value. Plain data. */

export type Range = [start: number, end: number];

export interface TopLevelStatement {
  range: Range;
  /** Names that it declares, functions and classes aside. */
  declares: string[];
  /** Why it cannot be done later than at load, whatever is in it; null where it can. */
  fixed: string | null;
}

export interface NameUse {
  /** A name of the module. */
  name: string;
  at: number;
  /** Where the statement around it is over for good: the end of a loop that it stands in. */
  done: number;
  /** It gets another value here. */
  writes: boolean;
  /** What it holds is changed here. */
  changes: boolean;
  /** A method is called on it of which the name does not show that it only reads. */
  asked: boolean;
  /** The call that is handed what it holds, and may change that. */
  given?: Range;
  /** Functions around it, innermost first; empty for what runs at load. */
  functions: Range[];
  /** It stands among the parameters of the innermost function. */
  inParameters: boolean;
}

/** A call of which the text alone does not show that it only computes. */
export interface DoubtfulCall {
  range: Range;
  text: string;
  functions: Range[];
}

/** One statement at the top, as a part of a script that is run for what it does. */
export interface ScriptStatement {
  /** Nothing happens in it: it declares functions, classes, types or constants, imports, or gives something away. */
  idle: boolean;
  /** Names of what is only called later: its functions and classes, or constants that hold some. */
  defines: string[];
  /** Why it cannot stand in a function; null where it can. */
  bound: string | null;
  /** It is an expression, done whenever the module is loaded. */
  acts: boolean;
  /** It declares variables, exported or not. */
  declares: boolean;
  /** It gives something to whoever loads the module. */
  gives: boolean;
  /** It does something only where Node was started with this module. */
  asMain: boolean;
  /** The call that it ends with, and whose value nobody looks at. */
  lastCall: Range | null;
}

export interface Script {
  /** In the order of the statements. */
  statements: ScriptStatement[];
  /** All names of the module, imported ones too. */
  names: string[];
  /** `server.on(…)`: a name of the module is told what to call at an event. */
  listeners: { name: string; at: number; functions: Range[] }[];
  /** Names of things that let no event happen by themselves before they listen: `express()`. */
  quiet: string[];
  /** Calls and imports that load another module as the very last thing that is done, and give its exports to nobody. */
  lastLoads: Range[];
  /** Every `import(…)`, whose value is a promise. */
  laterLoads: Range[];
  /** Blocks whose last statement ends the program. */
  endings: Range[];
}

export interface TopLevel {
  statements: TopLevelStatement[];
  uses: NameUse[];
  calls: DoubtfulCall[];
  script: Script;
  /** Calls, in functions, after which their function does nothing more. */
  lastCalls: Range[];
  /** Node takes the file for an ES module, which may wait at its top. */
  esModule: boolean;
}

/** Reads a file of the program on demand; null when it cannot be read. */
export type TopLevelReader = (file: string) => TopLevel | null;
