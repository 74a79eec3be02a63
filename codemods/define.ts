/** What a codemod is: a name and a pure function from a plan and the sources to changes. It never reads the disk itself and never writes. */
import type { Change } from '../core/changes.js';
import type { Plan, ReasonStep } from '../core/plan.js';
import type { Program } from '../core/program.js';
import type { BlockCode } from '../core/repairs.js';
import type { Target } from '../core/vocabulary.js';
import type { WorkersEntry } from '../core/workers-entry.js';

export interface RewriteInput {
  /** Components with status `rewrite` are rewritten; all others are left as they are. */
  plan: Pick<Plan, 'components' | 'resources' | 'bindings'>;
  program: Program;
  /** Text of a file of the project (path relative to its root), null when there is none. It sees every file, those in .cf-migrate too. */
  read(file: string): string | null;
  /** Put a comment with the code of the reason above the first call of each blocked component; only for `--write`. */
  markers?: boolean;
  /** `seam`: only the asynchronous seam with its adapter for the disk. Default: that and the adapter of the target. */
  step?: 'seam' | 'target';
  /** Ids of the components whose files are written now; the others that are to be rewritten only have a say in where the seams stand. */
  part?: ReadonlySet<string>;
  /** For wrangler configuration that is created: the date that stands there. */
  compatibilityDate?: string;
  /** Where the program will run; Workers unless it says otherwise. */
  platform?: Target;
  /** `presigned`: beside the seam, a module that signs uploads which browsers put into the bucket themselves. */
  uploads?: 'presigned';
  /** Beside the adapters, one that writes to the disk and to the store. */
  dualWrite?: boolean;
  /** What serves the program on Workers; absent where only the rewriting is in question. */
  entry?: WorkersEntry;
}

/** A component that the plan wanted rewritten and the source did not allow; it is untouched. */
export interface Refused {
  component: string;
  code: BlockCode;
  chain: ReasonStep[];
}

export interface Rewrite {
  /** One change per file that differs; empty when everything is as it should be already. */
  changes: Change[];
  refused: Refused[];
  /** What a person should know, one sentence each. */
  notes: string[];
}

export interface Codemod {
  /** As typed after `apply`: `fs-to-kv`. */
  name: string;
  title: string;
  rewrite(input: RewriteInput): Rewrite;
}
