/** Findings as GitHub workflow commands, so that they stand beside the lines of a pull request. Gravest first: GitHub keeps only the first of a step. */
import type { Finding, Scan } from '../core/scan.js';
import type { Impact } from '../core/vocabulary.js';
import { plural } from './numbers.js';
import { byPlace, counted, focusOf, impactRank } from './summaries/counted.js';
import { caveatsOf } from './summaries/input-warnings.js';
import { visible } from './visible-text.js';
import { IMPACT_TITLE, PERSISTENCE_TITLE, TARGET_PHRASE, VERDICT_TITLE } from './wording.js';

const COMMAND: Record<Exclude<Impact, 'none'>, string> = { blocker: 'error', risk: 'warning', setting: 'notice' };

/** The escapes of workflow commands; properties also end at a colon or a comma. */
const escapeData = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

function annotation(finding: Finding, scan: Scan): string[] {
  const focus = focusOf(scan);
  const impact = finding.impactBy[focus];
  if (impact === 'none') return [];
  const fix = finding.fix?.codemod ? `Fix: cf-migrate apply ${finding.fix.codemod}` : finding.fix?.setting ? `Fix: ${finding.fix.setting}` : '';
  const words = [
    `${VERDICT_TITLE[finding.verdict[focus]]} ${TARGET_PHRASE[focus]}: ${finding.what}${finding.target ? ` (${finding.target})` : ''}`,
    ...(finding.persistence ? [`Purpose of the data: ${PERSISTENCE_TITLE[finding.persistence]}`] : []),
    ...finding.reasons,
    ...(fix ? [fix] : []),
  ];
  const properties = [
    `file=${escapeProperty(finding.at.file)}`, `line=${finding.at.line}`, `col=${finding.at.column}`,
    `title=${escapeProperty(visible(`${IMPACT_TITLE[impact]}: ${finding.title} (${finding.rule})`))}`,
  ];
  return [`::${COMMAND[impact]} ${properties.join(',')}::${words.map((word) => escapeData(visible(word))).join('%0A')}`];
}

export function renderGithub(scan: Scan): string {
  const focus = focusOf(scan);
  const findings = counted(scan).toSorted((a, b) => impactRank(a.impactBy[focus]) - impactRank(b.impactBy[focus]) || byPlace(a, b));
  const { incomplete, lowered } = caveatsOf(scan);
  const joined = (reasons: readonly string[]): string => reasons.map((reason) => escapeData(visible(reason))).join('%0A');
  const broken = [
    ...(incomplete.length > 0 ? [`::error title=Incomplete analysis::${joined(incomplete)}`] : []),
    ...(lowered.length > 0 ? [`::warning title=Lowered trust::${joined(lowered)}`] : []),
  ];
  const { sites, of } = scan.score.blocking[focus];
  const summary = `::notice title=cf-migrate::${escapeData(visible(scan.score.readiness[focus].headline))} (${sites} of ${plural(of, 'production site')} block ${TARGET_PHRASE[focus]})`;
  return `${[...broken, ...findings.flatMap((finding) => annotation(finding, scan)), summary].join('\n')}\n`;
}
