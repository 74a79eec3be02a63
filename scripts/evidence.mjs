// Runs the snippets of rules/evidence on the installed workerd and writes what was observed; `--check` compares instead and exits 1 on a difference.
import { runEvidence } from '../dist/pipeline/evidence-file.js';

try {
  process.exitCode = await runEvidence(process.argv.slice(2), (text) => console.error(text));
} catch (error) {
  if (typeof error?.hint !== 'string') throw error;
  console.error(`error: ${error.message}\n  hint: ${error.hint}`);
  process.exitCode = 2;
}
