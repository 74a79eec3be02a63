/** The team's numbers for a scan: cf-migrate.cost.yaml and the access logs that it names. It prices nothing. */
import path from 'node:path';
import { UserError } from '../core/errors.js';
import { readLines } from '../core/lines.js';
import type { Scan } from '../core/scan.js';
import { ASSUMPTIONS_FILE, inferAssumptions, loadAssumptions, type Assumptions } from '../cost/index.js';

export interface CostFile {
  /** Absolute path. */
  path: string;
  /** How outputs and errors call it. */
  name: string;
  /** Somebody asked for this very file: that it is missing is then a mistake. */
  named: boolean;
}

/** The cost file that is looked for when none is named. */
export const costFileIn = (folder: string): CostFile => ({ path: path.join(folder, ASSUMPTIONS_FILE), name: ASSUMPTIONS_FILE, named: false });

/** Inferred numbers where there is no file. Throws UserError for a mistake in the file, or in a log that it names. */
export function costNumbers(scan: Scan, file: CostFile): Assumptions {
  const lines = readLines(file.path);
  if (lines === null && file.named) throw new UserError('no-such-file', `There is no file ${file.name} that can be read.`, 'Write one with: cf-migrate report --cost --init');
  if (lines === null) return inferAssumptions(scan);
  const folder = path.dirname(file.path);
  return loadAssumptions([...lines].join('\n'), file.name, scan, (log) => readLines(path.resolve(folder, log)));
}
