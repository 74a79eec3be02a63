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

export interface TopLevel {
  statements: TopLevelStatement[];
  uses: NameUse[];
  calls: DoubtfulCall[];
}

/** Reads a file of the program on demand; null when it cannot be read. */
export type TopLevelReader = (file: string) => TopLevel | null;
