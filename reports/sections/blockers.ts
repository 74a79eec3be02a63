/** The critical issues by root cause, with code; risks folded to a table below them. */
import type { Dossier } from '../../core/dossier.js';
import type { Finding } from '../../core/scan.js';
import type { Target } from '../../core/vocabulary.js';
import { at, capital, chip, code, listed, missing, type Block, type Inline, type Row, type Section, type Text } from '../blocks.js';
import { count, plural, span } from '../numbers.js';
import { focusOf, gravest, groupBy } from '../summaries/counted.js';
import { familyOf, rootCauses, tellingSnippets, type RootCause } from '../summaries/root-causes.js';
import { AREA_ADVICE, AREA_TITLE, CONFIDENCE_TITLE, IMPACT_TONE, PERSISTENCE_TITLE, TARGET_PHRASE, TARGET_TITLE, VERDICT_TITLE } from '../wording.js';
import { evidenceFact } from './evidence.js';

const IN_FULL = 25;
/** The first cause of each of the first families is open, the rest folded. */
const OPEN = 6;
const SNIPPETS = 3;

function fixText(cause: RootCause, rules: Dossier['rules']): Inline[] {
  const fix = cause.findings.find((finding) => finding.fix)?.fix;
  const instead = rules[cause.rule]?.instead ?? `${AREA_ADVICE[cause.area]}.`;
  if (fix?.codemod) return [chip('Automatic', 'good'), ' ', code(`cf-migrate apply ${fix.codemod}`), ' where it is safe. ', instead];
  if (fix?.setting) return [chip('Setting', 'info'), ` ${fix.setting}.`];
  return [chip('By hand', 'warning'), ' ', instead];
}

/** Places that no snippet shows. */
function furtherPlaces(cause: RootCause, drawn: Finding[]): Inline[] {
  const rest = cause.findings.filter((finding) => !drawn.includes(finding));
  return listed(rest.map((finding): Inline => at(finding.at)), 6);
}

function reachText(cause: RootCause): Inline[] {
  const routes = [...new Set(cause.findings.flatMap((finding) => finding.reachedBy.map(({ entryPoint }) => entryPoint)))];
  const chain = cause.chain.length < 2 ? [] : [' by way of ', ...cause.chain.flatMap((file, index): Inline[] => [...(index > 0 ? [' → '] : []), code(file)])];
  return [...(routes.length > 0 ? listed(routes.map(code), 6) : ['no entry point is known']), ...chain];
}

function verdictText(cause: RootCause, target: Target): Inline[] {
  const worst = gravest(cause.findings, target);
  const verdict = worst?.verdict[target] ?? 'unknown';
  return [`${TARGET_TITLE[target]} `, chip(VERDICT_TITLE[verdict], IMPACT_TONE[worst?.impactBy[target] ?? 'none'])];
}

function whyText(cause: RootCause, rules: Dossier['rules']): string {
  const reasons = [...new Set(cause.findings.flatMap((finding) => finding.reasons))].slice(0, 4);
  const here = reasons.length > 0 ? `${capital(reasons.join('; '))}.` : '';
  return [rules[cause.rule]?.why ?? '', here].filter((part) => part !== '').join(' ') || 'No reason was recorded.';
}

function causeBlocks(cause: RootCause, rules: Dossier['rules']): Block[] {
  const drawn = tellingSnippets(cause, SNIPPETS);
  const frames = drawn.flatMap((finding): Block[] =>
    finding.snippet ? [{ kind: 'code', caption: [at(finding.at), ...(finding.function ? [' in ', code(finding.function)] : [])], ...finding.snippet }] : []);
  const further = furtherPlaces(cause, drawn);
  const subjects = [...new Set(cause.findings.map((finding) => finding.target ?? finding.what))];
  const confidence = cause.findings.map((finding) => CONFIDENCE_TITLE[finding.confidence]);
  return [
    { kind: 'facts', rows: [
      { name: 'What', value: listed(subjects.map(code), 4) },
      { name: 'Verdict', value: [...verdictText(cause, 'workers'), ' · ', ...verdictText(cause, 'containers'), ` · ${[...new Set(confidence)].join(', ')}`] },
      { name: 'Why', value: whyText(cause, rules) },
      { name: 'Reached from', value: reachText(cause) },
      { name: 'Fix', value: [...fixText(cause, rules), ` ${span(cause.effort)} hours, uncalibrated.`] },
      ...evidenceFact(cause.rule, rules),
      ...(further.length > 0 ? [{ name: frames.length > 0 ? 'Also at' : 'Where', value: further }] : []),
    ] },
    ...frames,
  ];
}

function causeGroup(cause: RootCause, index: number, open: boolean, rules: Dossier['rules']): Block {
  const title: Text = [chip('Blocker', 'danger'), ` ${cause.title}`];
  const about = [AREA_TITLE[cause.area], ...(cause.persistence ? [` · ${PERSISTENCE_TITLE[cause.persistence]}`] : [])];
  const where: Inline[] = [' · ', code(cause.file), ` · ${plural(cause.findings.length, 'site')}`];
  const blocks = causeBlocks(cause, rules);
  return open
    ? { kind: 'group', id: `blocker-${index + 1}`, title, blocks: [{ kind: 'paragraph', text: [...about, ...where] }, ...blocks] }
    : { kind: 'fold', summary: [...title, ' · ', ...about, ...where], blocks, bulk: true };
}

function causeRow(cause: RootCause, target: Target): Row {
  return { cells: [cause.title, AREA_TITLE[cause.area], cause.persistence ? PERSISTENCE_TITLE[cause.persistence] : '–', VERDICT_TITLE[gravest(cause.findings, target)?.verdict[target] ?? 'unknown'], count(cause.findings.length), cause.findings[0] ? [at(cause.findings[0].at)] : '–'] };
}

const COLUMNS = [{ title: 'Issue' }, { title: 'Area' }, { title: 'Purpose' }, { title: 'Verdict' }, { title: 'Sites', kind: 'number' as const }, { title: 'First place' }];

function rowsBlock(causes: RootCause[], target: Target, caption: string): Block[] {
  return causes.length === 0 ? [] : [{ kind: 'table', caption, columns: COLUMNS, rows: causes.map((cause) => causeRow(cause, target)), show: 20, filter: true }];
}

export function blockers({ scan, rules }: Dossier): Section {
  const focus = focusOf(scan);
  const causes = rootCauses(scan, focus, 'blocker');
  const risks = rootCauses(scan, focus, 'risk');
  const settings = rootCauses(scan, focus, 'setting');
  const opened = new Set([...groupBy(causes, familyOf).values()].slice(0, OPEN).flatMap(([first]) => first ?? []));
  const sites = causes.reduce((total, cause) => total + cause.findings.length, 0);
  return {
    id: 'blockers',
    title: 'Critical issues by root cause',
    lead: `${plural(causes.length, 'root cause')} with ${plural(sites, 'site')} must be answered ${TARGET_PHRASE[focus]}. A root cause is one rule, one purpose of the data and one module.`,
    blocks: [
      ...(causes.length === 0 ? [missing(`No blocker was found ${TARGET_PHRASE[focus]}.`)] : causes.slice(0, IN_FULL).map((cause, index) => causeGroup(cause, index, opened.has(cause), rules))),
      ...rowsBlock(causes.slice(IN_FULL), focus, 'More blockers'),
      { kind: 'group', id: 'risks', title: 'Risks', blocks: risks.length > 0 ? rowsBlock(risks, focus, `Risks ${TARGET_PHRASE[focus]}`) : [missing('No risk was found.')] },
      ...(settings.length > 0 ? [{ kind: 'group' as const, id: 'settings', title: 'Settings', blocks: settingRows(settings) }] : []),
    ],
  };
}

function settingRows(causes: RootCause[]): Block[] {
  return [{
    kind: 'table', caption: 'What works after a setting', show: 20, columns: [{ title: 'Issue' }, { title: 'Setting' }, { title: 'Sites', kind: 'number' }, { title: 'First place' }],
    rows: causes.map((cause) => ({ cells: [cause.title, cause.findings.find((finding) => finding.fix?.setting)?.fix?.setting ?? AREA_ADVICE[cause.area], count(cause.findings.length), cause.findings[0] ? [at(cause.findings[0].at)] : '–'] })),
  }];
}
