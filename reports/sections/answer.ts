/** The first page: the answer, what it costs, why, and what nobody knows yet. */
import { advisedScenario, scenarioIdOf } from '../../core/advised.js';
import { dataName } from '../../core/data-name.js';
import type { Dossier } from '../../core/dossier.js';
import type { Plan } from '../../core/plan.js';
import type { Scan } from '../../core/scan.js';
import { at, clip, code, coded, fewOf, listed, sentences, small, strong, type Block, type Card, type Inline, type Section, type Text } from '../blocks.js';
import { count, currencyName, days, money, percent, plural, share } from '../numbers.js';
import { counted, focusOf } from '../summaries/counted.js';
import { cutFiles, filesTestsImport, productionFiles } from '../summaries/dispositions.js';
import { losingToday } from '../summaries/data-loss.js';
import { certainCheapest, comparedSides, drivers, isOpen, missingKeys, neededNumbers, NOT_PRICED, priceText, scenarioBy, withUnknown } from '../summaries/money.js';
import { paybackText } from '../summaries/payback.js';
import { rootCauses } from '../summaries/root-causes.js';
import { caveatsOf } from '../summaries/input-warnings.js';
import { hostTitle, meterTitle, MOVE_TITLE, UNCHANGED_TARGETS } from '../wording.js';
import { NOT_KEPT_TITLE, blockingOf, lossText, moveDays, readinessText } from './move-facts.js';

/** A caveat on the first page; in full it stands under the cost. */
const CAVEAT = 160;

const NO_PLAN = 'Not planned: this report was made from a scan without the source.';

/** The cheapest scenario when that is certain; else the numbers it waits for. */
function costAlone({ estimate, plan }: Dossier): { title: string; text: Text } {
  if (!estimate) return { title: 'Not priced', text: NOT_PRICED };
  const best = plan ? scenarioIdOf(plan.disposition.move) : null;
  const certain = certainCheapest(estimate, best);
  if (certain) return { title: certain.title, text: sentences([`${priceText(certain)} a month, one-off effort apart${certain.caveats[0] ? `, but: ${clip(certain.caveats[0], CAVEAT)}` : ''}`]) };
  const sides = comparedSides(estimate, best);
  const waiting = isOpen(sides) ? sides : estimate.scenarios;
  return { title: 'Not known yet', text: isOpen(waiting) ? neededNumbers(waiting) : 'No scenario is certainly the cheapest.' };
}

/** `Change nothing else` only where a Container asks for nothing. */
const moveTitleOf = (scan: Scan, move: Plan['disposition']['move']): string =>
  (move === 'container' && scan.score.blocking.containers.sites > 0 ? 'Container, with the whole app' : MOVE_TITLE[move]);

function bestMove(dossier: Dossier): Block {
  const { scan, plan } = dossier;
  const beside = { kicker: 'What cost alone would say', ...costAlone(dossier) };
  if (!plan) return { kind: 'answer', kicker: 'Readiness', title: scan.score.readiness[focusOf(scan)].headline, text: NO_PLAN, beside };
  const machines = cutFiles(plan).size;
  const extent = plan.disposition.move === 'worker-and-container' ? `${plural(machines, 'module')} of ${count(productionFiles(scan).length)} ${machines === 1 ? 'stays' : 'stay'} on a machine` : '';
  return { kind: 'answer', kicker: 'Best move', title: moveTitleOf(scan, plan.disposition.move), text: sentences([extent, plan.disposition.reasons[0]?.text ?? '']), beside };
}

const moveTitle = { worker: 'Workers', 'worker-and-container': 'Worker and Container', container: 'Container' } as const;

function todayCard({ scan, plan, estimate }: Dossier): Card {
  const losing = losingToday(scan);
  const host = scan.host.filter((fact) => fact.kind === 'host').map((fact) => fact.name);
  return {
    title: 'Today',
    badge: plan?.disposition.move === 'stay' ? { text: 'Best move', tone: 'good' } : undefined,
    best: plan?.disposition.move === 'stay',
    facts: [
      { name: 'Readiness', value: host.length > 0 ? `Runs on ${[...new Set(host.map(hostTitle))].join(', ')}` : 'Runs; no host file says where' },
      { name: 'A month', value: priceText(scenarioBy(estimate, 'today')) },
      { name: 'Person-days', value: 'none' },
      { name: NOT_KEPT_TITLE, value: losing ? count(losing.length) : 'unknown: the host files say too little' },
    ],
  };
}

function blocking(dossier: Dossier, move: keyof typeof moveTitle): Inline[] {
  const { sites, of } = blockingOf(dossier, move);
  return [small(`${count(sites)} of ${count(of)} sites block as the code stands`)];
}

function moveCard(dossier: Dossier, move: keyof typeof moveTitle): Card {
  const best = dossier.plan?.disposition.move === move;
  return {
    title: moveTitle[move],
    badge: best ? { text: 'Best move', tone: 'good' } : undefined,
    best,
    facts: [
      { name: 'Readiness', value: [readinessText(dossier, move), ...blocking(dossier, move)] },
      { name: 'A month', value: priceText(scenarioBy(dossier.estimate, scenarioIdOf(move))) },
      { name: 'Person-days', value: moveDays(dossier, move) },
      { name: NOT_KEPT_TITLE, value: lossText(dossier, move) },
    ],
  };
}

function columns(dossier: Dossier): Block {
  const middle = dossier.plan?.disposition.move === 'container' ? 'container' : 'worker-and-container';
  return { kind: 'cards', caption: `Today and the two moves. Person-days are uncalibrated; amounts are ${currencyName()} a month.`, cards: [todayCard(dossier), moveCard(dossier, middle), moveCard(dossier, 'worker')] };
}

const WHY = 5;

/** The plan's reasons, then the gravest blockers, each with its place. */
function why({ scan, plan }: Dossier): Text[] {
  const planned: { text: string; at?: { file: string; line: number } }[] = plan?.disposition.reasons ?? [];
  const blocking = rootCauses(scan, focusOf(scan), 'blocker').map((cause) => ({ text: cause.title, at: cause.findings[0]?.at }));
  const told = new Set(planned.map((reason) => `${reason.at?.file}:${reason.at?.line}`));
  const reasons = [...planned, ...blocking.filter((reason) => !told.has(`${reason.at?.file}:${reason.at?.line}`))].slice(0, WHY);
  return reasons.map((reason): Inline[] => (reason.at ? [...coded(reason.text), ' ', at(reason.at)] : coded(reason.text)));
}

function unchanged({ scan, plan }: Dossier): Text {
  const files = productionFiles(scan);
  const untouched = files.filter((file) => file.rewritePercent === 0).length;
  const first = `${count(untouched)} of ${plural(files.length, 'production file')}; ${percent(scan.score.rewrite.of - scan.score.rewrite.lines, scan.score.rewrite.of)} of the lines`;
  if (!plan) return first;
  const stays = plan.resources.filter((resource) => UNCHANGED_TARGETS.has(resource.target));
  return [first, ...(stays.length > 0 ? ['; data: ', ...listed(stays.map((resource) => code(dataName(resource.pattern))), 3)] : []), `; ${plural(plan.dependencies.keep.length, 'package')} kept`];
}

function costDriver({ plan, estimate, scan }: Dossier): Text {
  if (!estimate) return NOT_PRICED;
  const scenario = scenarioBy(estimate, advisedScenario(plan, scan)) ?? estimate.scenarios[0];
  const top = scenario ? drivers(scenario)[0] : undefined;
  const keys = scenario ? missingKeys([scenario]) : [];
  const open: Inline[] = keys.length > 0 ? ['. Unknown until set: ', ...listed(keys.map(code), 3)] : [];
  if (scenario && scenario.unknown > scenario.lines.length / 2) return [`Not known yet: ${scenario.unknown} of ${scenario.lines.length} lines have no price`, ...open];
  if (!scenario || !top?.line.amount) return ['No priced line costs anything', ...open];
  const site = top.line.callSites[0];
  return [strong(`${top.line.product}, ${meterTitle(top.line.meter)}`), `: ${money(top.line.amount[1])} of ${withUnknown(money(scenario.total?.[1] ?? '0'), scenario)}${scenario.unknown > 0 ? '' : ` (${share(top.share)})`}`, ...(site ? ['; most of it from ', code(site.at)] : []), ...open];
}

function toDecide({ plan }: Dossier): Text {
  if (!plan) return NO_PLAN;
  const open = plan.decisions.filter((decision) => decision.answer === undefined);
  const { shown, more } = fewOf(open, 4);
  return open.length === 0 ? 'Nothing is open' : `${plural(open.length, 'question')}: ${shown.map((decision) => decision.question).join(' ')}${more > 0 ? ` And ${more} more under Decisions needed.` : ''}`;
}

function testReach({ scan, plan, tests }: Dossier): Text {
  if (tests) {
    const elsewhere = tests.unknown > 0 ? `; ${plural(tests.unknown, 'line')} in files that it does not name` : '';
    return tests.lines === 0 ? `${tests.file} says nothing of the lines that change${elsewhere}` : `Tests run ${percent(tests.covered, tests.lines)} of ${plural(tests.lines, 'line')} that change (${tests.file})${elsewhere}. What they assert is unknown`;
  }
  const changed = productionFiles(scan).filter((file) => file.rewritePercent > 0);
  if (changed.length === 0) return plan ? 'No production file changes' : 'No production file needs a change';
  const imported = filesTestsImport(scan);
  const reached = changed.filter((file) => imported.has(file.file)).length;
  return `Tests import ${count(reached)} of the ${plural(changed.length, 'file')} that change, directly or through others. No coverage file was found (--coverage names one), and what they assert is unknown`;
}

function unknowns({ scan, estimate }: Dossier): Text {
  const { coverage } = scan;
  const unclear = counted(scan).filter((finding) => finding.persistence === 'unknown' || finding.verdict[focusOf(scan)] === 'unknown').length;
  const parts = [
    ...(coverage.skipped > 0 ? [`${plural(coverage.skipped, 'file')} skipped`] : []),
    ...(coverage.imports.unresolved > 0 ? [`${plural(coverage.imports.unresolved, 'import')} not resolved`] : []),
    ...(coverage.imports.computed > 0 ? [`${plural(coverage.imports.computed, 'import')} of a name that only running tells`] : []),
    `${percent(coverage.calls.unknown, coverage.calls.followed + coverage.calls.unknown)} of the calls not followed`,
    ...(unclear > 0 ? [`${plural(unclear, 'site')} of unknown purpose or verdict`] : []),
    ...(estimate && estimate.sitesPriced.of > estimate.sitesPriced.priced ? [`${count(estimate.sitesPriced.of - estimate.sitesPriced.priced)} of ${count(estimate.sitesPriced.of)} metered sites not priced`] : []),
    'nothing was run',
  ];
  return parts.join('; ');
}

/** Shown before everything else, in every section list that starts a page. */
export function incompleteNote({ scan }: Dossier): Block[] {
  const { incomplete, lowered } = caveatsOf(scan);
  return [
    ...(incomplete.length > 0 ? [{ kind: 'note' as const, tone: 'danger' as const, title: 'Incomplete analysis', text: 'What follows is not the whole truth:', list: incomplete }] : []),
    ...(lowered.length > 0 ? [{ kind: 'note' as const, tone: 'warning' as const, title: 'Lowered trust', text: 'Not all of the program could be read and followed:', list: lowered }] : []),
  ];
}

function restOfThePage(dossier: Dossier): Block {
  const first = dossier.plan?.waves[0];
  return {
    kind: 'facts',
    rows: [
      { name: 'Stays unchanged', value: unchanged(dossier) },
      { name: 'Cost driver', value: costDriver(dossier) },
      ...(dossier.estimate?.payback ? [{ name: 'Once', value: paybackText(dossier.estimate.payback, dossier.estimate.assumptionsFile) }] : []),
      { name: 'To decide', value: toDecide(dossier) },
      { name: 'First step', value: first ? [strong(first.title), `: ${first.tasks[0] ?? 'no task'} (${days(first.effortDays)}, uncalibrated)`] : dossier.plan ? 'The plan has no step' : NO_PLAN },
      { name: 'Way back', value: first ? first.back : dossier.plan ? 'Nothing to take back' : NO_PLAN },
      { name: 'Tests', value: testReach(dossier) },
      { name: 'Unknown', value: unknowns(dossier) },
    ],
  };
}

export function answer(dossier: Dossier): Section {
  const reasons = why(dossier);
  return {
    id: 'answer',
    title: 'The answer',
    blocks: [
      ...incompleteNote(dossier),
      bestMove(dossier),
      columns(dossier),
      { kind: 'group', id: 'why', title: 'Why', blocks: [reasons.length > 0 ? { kind: 'list', style: 'number', items: reasons } : { kind: 'paragraph', text: 'Nothing was found that speaks against the move.' }] },
      restOfThePage(dossier),
    ],
  };
}
