/** Files that make up a command line: commands, their options and what they print. A Worker is never started by hand, so nothing of them stays. */
import type { Program } from '../core/program.js';
import type { Finding } from '../core/scan.js';

/** Packages whose only use is to read a command line or to ask at one. */
const COMMAND_LINE = /^(?:commander|yargs|yargs-parser|clipanion|cac|caporal|@caporal\/core|vorpal|meow|minimist|mri|sade|arg|gluegun|@oclif\/.+|oclif|citty|@clack\/prompts|inquirer|@inquirer\/.+|enquirer|prompts|optionator|command-line-args|nopt)$/;

/** What a service does as well: a file that parses options and then listens is more than a command. */
const SERVES = new Set(['http-listen', 'websocket-server']);

/** Production files that use such a package and serve nothing. */
export function commandLineFiles(program: Program, findings: readonly Finding[]): Set<string> {
  const serving = new Set([
    ...findings.filter((finding) => SERVES.has(finding.area)).map((finding) => finding.at.file),
    ...program.entryPoints.filter((entry) => entry.kind === 'http' || entry.kind === 'socket').map((entry) => entry.file),
  ]);
  return new Set(program.modules.filter((module) => module.reach === 'production' && !serving.has(module.file) && module.packages.some((used) => !used.typeOnly && COMMAND_LINE.test(used.name))).map((module) => module.file));
}
