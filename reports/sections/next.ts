/** The next steps in order, derived from what is open: trust, decisions, numbers, first wave, rewrites, proof. */
import type { Dossier } from '../../core/dossier.js';
import { code, listed, type Section, type Text } from '../blocks.js';
import { days, plural } from '../numbers.js';
import { codemodsOf } from '../summaries/codemods.js';
import { missingKeys } from '../summaries/money.js';

function trustSteps({ scan }: Dossier): Text[] {
  if (!scan.coverage.complete) return ['Repeat the scan until it is complete: the reasons stand at the top.'];
  return scan.coverage.skipped > 0 ? [`Look at the ${plural(scan.coverage.skipped, 'skipped file')}: the report knows nothing about ${scan.coverage.skipped === 1 ? 'it' : 'them'}.`] : [];
}

function decisionSteps({ plan }: Dossier): Text[] {
  const open = plan?.decisions.filter((decision) => decision.answer === undefined) ?? [];
  return open.length === 0 ? [] : [[`Decide ${plural(open.length, 'question')} (`, ...listed(open.map((decision) => code(decision.id)), 6), '), save the answers as ', code('decisions.yaml'), ' and run the report again.']];
}

function costSteps({ estimate }: Dossier): Text[] {
  if (!estimate) return [['Price it: ', code('cf-migrate report --cost --init'), ', fill in the file, then ', code('cf-migrate report --cost'), '.']];
  const keys = missingKeys(estimate.scenarios);
  return keys.length === 0 ? [] : [[`Set ${plural(keys.length, 'missing number')}: `, ...listed(keys.map(code), 4), '.']];
}

function planSteps({ plan }: Dossier): Text[] {
  if (!plan) return [['Make a plan from the source: ', code('cf-migrate report DIR'), '.']];
  const first = plan.waves[0];
  const automatic = plan.components.filter((component) => component.status === 'rewrite').length;
  return [
    ...(first ? [`Begin with wave 0, "${first.title}" (${days(first.effortDays)}, uncalibrated). Done when: ${first.check}.`] : []),
    ...(automatic > 0 ? codemodsOf(plan).map((codemod): Text => ['Read the diff of ', code(`cf-migrate apply ${codemod}`), '; then run the same with ', code('--write'), '.']) : []),
    ...(automatic > 0 ? [['Prove it: ', code('cf-migrate verify'), ' plays the same requests on Node and on the Workers runtime.'] satisfies Text] : []),
    ...(plan.disposition.move === 'stay' ? ['Stay, and scan again when the reason is gone.'] : []),
  ];
}

export function next(dossier: Dossier): Section {
  const steps = [...trustSteps(dossier), 'Go through the first page with the team: the move, what it costs, what nobody knows yet.', ...decisionSteps(dossier), ...costSteps(dossier), ...planSteps(dossier)];
  return { id: 'next', title: 'Next steps', blocks: [{ kind: 'list', style: 'number', items: steps }] };
}
