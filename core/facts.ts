/** What one source file says, as plain JSON: no opinion, no AST nodes, no knowledge of other files. Cacheable per file. */

/** A range in a source file. `line` and `column` count from 1; `start`, `end` are UTF-16 offsets. */
export interface Place {
  file: string;
  line: number;
  column: number;
  start: number;
  end: number;
}

/** Index into `FileFacts.exprs`. */
export type ExprId = number;
/** Index into `FileFacts.functions`; 0 is the module body. */
export type FunctionIndex = number;
/** Index into `FileFacts.bindings`. */
export type BindingIndex = number;
/** Index into `FileFacts.calls`. */
export type CallIndex = number;
/** Index into `FileFacts.classes`. */
export type ClassIndex = number;

/**
 * An expression reduced to what linking needs. The linker evaluates these across modules to find out which API a call
 * reaches and what its path, command or statement is. Whatever has no case here is `unknown`.
 */
export type Expr =
  | { k: 'literal'; value: string | number | boolean | null }
  /** Template literal or string concatenation: the parts in order. */
  | { k: 'template'; parts: ExprId[] }
  | { k: 'regexp' }
  /** A static import binding. `name` is the exported name, `default`, or `*` for the namespace. */
  | { k: 'import'; from: string; name: string }
  /** `require(x)`, `import(x)`, or a call of what `createRequire` returned. */
  | { k: 'require'; from: ExprId; dynamic: boolean }
  | { k: 'binding'; binding: BindingIndex }
  /** An identifier that nothing in the file declares (a host global, or a leak). */
  | { k: 'global'; name: string }
  | { k: 'member'; object: ExprId; name: string }
  /** Computed member whose key is no literal. */
  | { k: 'index'; object: ExprId; index: ExprId }
  /** The result of a call or `new`. */
  | { k: 'call'; call: CallIndex }
  | { k: 'function'; fn: FunctionIndex }
  | { k: 'class'; cls: ClassIndex }
  /** `keyed`: values under computed names. `getters`: functions that are read as members. */
  | { k: 'object'; props: [name: string, value: ExprId][]; spreads: ExprId[]; keyed?: ExprId[]; getters?: [name: string, fn: ExprId][] }
  | { k: 'array'; items: ExprId[] }
  /** One of these: `a || b`, `a ?? b`, `a && b`, `c ? a : b`. */
  | { k: 'any'; of: ExprId[] }
  | { k: 'await'; of: ExprId }
  /** `this` inside the given non-arrow function (0: module level). */
  | { k: 'this'; fn: FunctionIndex }
  | { k: 'super'; fn: FunctionIndex }
  /** `import.meta`. */
  | { k: 'meta' }
  /** One element of what is iterated: `for (x of list)`, a destructured array. */
  | { k: 'element'; of: ExprId }
  /** All that is known is a type that the code names: an instance of `of`, or with `query` (`typeof x`) the thing itself. */
  | { k: 'typed'; of: ExprId; query: boolean }
  | { k: 'unknown' };

export interface BindingFact {
  name: string;
  kind: 'import' | 'var' | 'let' | 'const' | 'param' | 'function' | 'class' | 'catch';
  /** The function whose scope holds it (blocks are folded into their function); 0 is module scope. */
  fn: FunctionIndex;
  /** Every value assigned to it anywhere in the file; empty when none is known. */
  values: ExprId[];
  /** For parameters: which one, and the property path when it is destructured. */
  param?: { index: number; path: string[]; rest: boolean };
  /** Of a parameter: its `typed` expression, which speaks where no caller does. */
  type?: ExprId;
  /** Name of the type that is written on it, as `TypesFact` knows names; of a parameter or variable. */
  annotated?: string;
  /** Of a type-only import: what is imported, for `typed` expressions alone. */
  typeImport?: ExprId;
  place: Place;
}

export type FunctionKind = 'module' | 'function' | 'arrow' | 'method' | 'getter' | 'setter' | 'constructor' | 'field';

export interface FunctionFact {
  /** Its own name, the name of the binding or property it is assigned to, or '' when anonymous. */
  name: string;
  kind: FunctionKind;
  async: boolean;
  generator: boolean;
  static: boolean;
  parent: FunctionIndex;
  cls?: ClassIndex;
  /** Binding of each parameter that is a plain identifier (`null` for patterns). */
  params: (BindingIndex | null)[];
  returns: ExprId[];
  /** What it yields or throws. */
  yields?: ExprId[];
  /** Decorators of a method, as written: mostly calls. */
  decorators?: ExprId[];
  /** What its return type says, where one is written. */
  returnType?: ReturnTypeFact;
  /** How the function value is used where it is written. */
  usage: FunctionUsage;
  place: Place;
}

export type FunctionUsage =
  | { kind: 'declared' }
  | { kind: 'assigned' }
  | { kind: 'argument'; call: CallIndex; index: number; property?: string }
  | { kind: 'property' }
  | { kind: 'returned' }
  | { kind: 'called' }
  | { kind: 'member' }
  | { kind: 'exported' }
  | { kind: 'other' };

export interface ClassFact {
  name: string;
  superclass?: ExprId;
  members: { name: string; kind: 'method' | 'getter' | 'setter' | 'constructor' | 'field'; static: boolean; value?: ExprId }[];
  decorators?: ExprId[];
  /** Names of the types that it implements. */
  implements?: string[];
  /** Its members as types: abstract ones, overloads, fields with a type. */
  signatures?: SignatureFact[];
  fn: FunctionIndex;
  place: Place;
}

/**
 * A written return type. `promise`: it is a promise, or may be one, or of a function type nothing or anything, which takes a promise as well. `open`: it says nothing (`any`, `unknown`). `fixed`: it says more than which value comes
 * back (`this`, a predicate). `plain`: any other.
 */
export interface ReturnTypeFact {
  kind: 'plain' | 'promise' | 'open' | 'fixed';
  /** Offsets of the type, without its colon. */
  range: [start: number, end: number];
  /** Its name, where it has one. */
  name?: string;
}

/** A member that a type has, or what it gives when it is called itself (`name` is then empty). */
export interface SignatureFact {
  name: string;
  static?: true;
  returns?: ReturnTypeFact;
  /** Name of the type that it has. */
  type?: string;
}

/** A type at the top of a file, or one that has no name and stands where it is used (`name` is then its offset). */
export interface TypeFact {
  name: string;
  /** Types that it extends, or is put together from. */
  extends: string[];
  members: SignatureFact[];
}

/** What a file says of types. Names are as written: `Reader`, `storage.Reader`, of lists `Reader[]`. */
export interface TypesFact {
  declared: TypeFact[];
  /** Names that it gives away, be it for values or types; `name` is null for all of a module. */
  exported: { name: string | null; local?: string; from?: string; imported?: string }[];
  /** Values that are said to have a type where they are written: `{ … } satisfies Reader`, a field with a type. */
  held: { type: string; value: ExprId }[];
}

/** Where in its function a call stands, as far as it matters for adding `await` there. */
export type CallPosition = 'body' | 'parameter-default' | 'field-initialiser' | 'decorator' | 'heritage';

export type WayIndex = number;

/** One way of a branch: a run that takes it takes none of the others. What follows a branch that leaves the block stands on the other way. */
export interface WayFact {
  /** Offset of the branch; of `a && b`, where `a` ends. */
  of: number;
  /** Of `if`: 0, 1 for `else`; of `switch`: 2 and more, by the first case that leads here; of `try`: 0, 1 for what follows a block that leaves the function. */
  way: number;
  /** The way around it. */
  within: WayIndex | null;
  /** It ends by leaving the function: a run that takes it comes by nothing from this offset on, where the statement ends. */
  leaves?: number;
  /** No condition decides: the block of a `try`, a `finally`. */
  sure?: true;
  /** Whoever was in the `try` comes by, however it was left. */
  last?: true;
  /** The other way is that of a run that failed. */
  fails?: true;
  /** What has to hold, where names, members and calls alone are asked for. */
  asks?: ExprId[];
}

export interface CallFact {
  callee: ExprId;
  args: ExprId[];
  spread: boolean;
  kind: 'call' | 'new' | 'tagged-template';
  fn: FunctionIndex;
  /** Place of the callee's last name (where a reader would point). */
  at: Place;
  /** Range of the whole call expression. */
  range: [start: number, end: number];
  position: CallPosition;
  /** What becomes of the result. */
  result: 'discarded' | 'awaited' | 'returned' | 'used' | 'then' | 'void';
  /** How many loops surround it inside its function. */
  loops: number;
  /** True inside `while (true)`, `for (;;)`. */
  endless: boolean;
  /** True when a branch, a catch or a short circuit decides whether it runs. */
  conditional: boolean;
  /** Conditions that guard it: `typeof x`, `'x' in y`, NODE_ENV comparisons, runtime checks; as source text, outermost first. */
  guards: string[];
  /** Inside a try block with a catch that does not rethrow. */
  tried: boolean;
  /** The innermost way of a branch that it stands on; absent where it stands on none. */
  way?: WayIndex;
  /** What it promises is caught right behind it: `.catch(…)`, `.then(a, b)`. */
  caught?: true;
  /** Left out where what stands before a `?.` is nothing. */
  optional?: true;
}

export type ExportFact =
  /** ESM export or `exports.name = value`; `default` for both `export default` and `module.exports = value`. */
  | { kind: 'value'; name: string; value: ExprId; cjs: boolean; place: Place }
  /** `export { imported as name } from`, `export * from` (imported `*`, name null), `export * as ns from`. */
  | { kind: 'reexport'; from: string; imported: string; name: string | null; place: Place };

/** `object.name = value` outside of exports: `this.fs = fs`, `Foo.prototype.save = …`, `global.x = …`. */
export interface AssignmentFact {
  object: ExprId;
  /** `*` for a computed name. */
  name: string | null;
  /** The computed name. */
  key?: ExprId;
  value: ExprId;
  fn: FunctionIndex;
  place: Place;
}

/** A change, from inside a function, of something that function did not make: the raw matter of in-memory state. */
export interface MutationFact {
  /** The changed value's root: a binding of an outer scope, or `this`. */
  root: ExprId;
  /** Property names between the root and what changes. */
  path: string[];
  fn: FunctionIndex;
  how: 'assign' | 'update' | 'member-assign' | 'delete' | 'method';
  /** For `method`: set, push, delete, add, clear … */
  method?: string;
  /** What is put there, for an assignment. */
  value?: ExprId;
  /** It happens only while nothing is there yet: `x ??= v`, `if (!x) x = v`, after `if (x) return`. */
  once?: true;
  place: Place;
}

export interface ImportFact {
  specifier: string | null;
  /** Of a specifier that is computed: the expression. */
  from?: ExprId;
  kind: 'static' | 'dynamic' | 'require' | 'reexport' | 'resolve';
  typeOnly: boolean;
  fn: FunctionIndex;
  place: Place;
}

export interface EnvFact {
  name: string | null;
  write: boolean;
  fn: FunctionIndex;
  place: Place;
}

/** `// cf-migrate-ignore-next-line rule-id: reason` and `// cf-migrate-ignore-file rule-id: reason`. */
export interface SuppressionFact {
  scope: 'line' | 'file';
  /** The line that is excused (for `line`). */
  line: number;
  rule: string;
  reason: string;
}

/** A place where a member is read, or something else is done with it, under a name that was asked for. */
export interface MemberRead {
  /** Null: a computed name, or whatever else there is (`form` says which). */
  name: string | null;
  /** The member, or the computed one, as an expression. */
  member: ExprId;
  object: ExprId;
  /** `alone`: `const { all } = settings` and nothing else is taken. `apart`: with others, or in another place. `rest`: all members that are not named. */
  form: 'value' | 'alone' | 'apart' | 'rest' | 'called' | 'written' | 'deleted' | 'asked' | 'chained';
  fn: FunctionIndex;
  at: Place;
  /** The whole member expression; of `alone`, the declaration of the name. */
  range: [start: number, end: number];
  position: CallPosition;
  result: CallFact['result'];
  loops: number;
  conditional: boolean;
}

/** Which reads are asked for: of members with these names, and with computed ones. */
export interface WantedReads {
  names: ReadonlySet<string>;
  computed: boolean;
}

export interface FileFacts {
  file: string;
  /** Only what it loads was read (analyzers/outline.ts): nothing in it can be a finding, and whoever follows a value into it reads it in full. */
  outline?: true;
  parser: 'oxc' | 'babel';
  module: 'esm' | 'commonjs';
  lines: number;
  hashbang: boolean;
  exprs: Expr[];
  bindings: BindingFact[];
  functions: FunctionFact[];
  classes: ClassFact[];
  calls: CallFact[];
  imports: ImportFact[];
  exports: ExportFact[];
  assignments: AssignmentFact[];
  mutations: MutationFact[];
  /** Ways of branches on which something is called. */
  ways: WayFact[];
  env: EnvFact[];
  /** `while (true)`, `for (;;)` and the like. */
  endlessLoops: { fn: FunctionIndex; awaits: boolean; place: Place }[];
  suppressions: SuppressionFact[];
  /** Where a condition has made sure that a name, or a member of one, is a text or a number, or an item of the list `within`. */
  checks?: { of: ExprId; within?: ExprId; range: [start: number, end: number] }[];
  /** Only where they were asked for, which is when a getter may have to wait. */
  members?: {
    /** Expressions from here on were noted for the reads; those before have the numbers that they have without them. */
    from: ExprId;
    reads: MemberRead[];
    /** Names that were asked for and that the file writes as a text or as the key of an object. */
    spelled: string[];
  };
  /** Only of files in TypeScript. */
  types?: TypesFact;
}

/** Why a file was not analysed. Never an error: it lowers the trust shown. */
export interface SkippedFile {
  file: string;
  reason: 'minified' | 'too-large' | 'syntax' | 'unreadable' | 'symlink-loop' | 'binary' | 'budget';
  detail: string;
}
