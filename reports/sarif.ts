/** A scan as SARIF 2.1.0 for code-scanning services. Code outside production is left out; what was suppressed goes along with its reason. */
import type { Dossier } from '../core/dossier.js';
import type { Finding, Scan, ScanPlace, Snippet } from '../core/scan.js';
import type { Impact } from '../core/vocabulary.js';
import type { SarifLevel, SarifLocation, SarifLog, SarifNotification, SarifResult, SarifRule } from './sarif-shapes.js';
import { counted, focusOf, gravest, groupBy } from './summaries/counted.js';
import { caveatsOf } from './summaries/input-warnings.js';
import { evidenceLine } from './sections/evidence.js';
import { AREA_TITLE, PERSISTENCE_TITLE, TARGET_PHRASE, VERDICT_MEANING } from './wording.js';

const LEVEL: Record<Impact, SarifLevel> = { blocker: 'error', risk: 'warning', setting: 'note', none: 'none' };
const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const BASE = 'SRCROOT';

const HALF_PAIR = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** RFC 3986: each segment encoded, separators kept. Halves of surrogate pairs cannot be encoded and become U+FFFD. */
const uri = (file: string): string => file.replace(HALF_PAIR, '\ufffd').split('/').map(encodeURIComponent).join('/');

/** Text of the scanned code must not become an embedded link (3.11.6). */
const plain = (text: string): string => text.replaceAll('](', String.raw`\](`);

const artifact = (file: string): { uri: string; uriBaseId: string } => ({ uri: uri(file), uriBaseId: BASE });

function location(place: ScanPlace, snippet?: Snippet): SarifLocation {
  const line = snippet?.lines[snippet.mark - snippet.from];
  return {
    physicalLocation: {
      artifactLocation: artifact(place.file),
      region: { startLine: place.line, startColumn: place.column, ...(line === undefined ? {} : { snippet: { text: line } }) },
      ...(snippet ? { contextRegion: { startLine: snippet.from, endLine: snippet.from + snippet.lines.length - 1, snippet: { text: snippet.lines.join('\n') } } } : {}),
    },
  };
}

function message(finding: Finding, scan: Scan): string {
  const focus = focusOf(scan);
  const fix = finding.fix?.codemod ? `Fix: cf-migrate apply ${finding.fix.codemod}.` : finding.fix?.setting ? `Fix: ${finding.fix.setting}.` : '';
  const subject = finding.target ? `${finding.what} (${finding.target})` : finding.what;
  const purpose = finding.persistence ? `Purpose of the data: ${PERSISTENCE_TITLE[finding.persistence]}.` : '';
  const because = finding.reasons.length > 0 ? `Because ${finding.reasons.join('; ')}.` : '';
  return plain([`${finding.title}: ${subject} ${VERDICT_MEANING[finding.verdict[focus]]} ${TARGET_PHRASE[focus]}.`, purpose, because, fix].filter((part) => part !== '').join(' '));
}

function result(finding: Finding, scan: Scan, ruleIndex: number): SarifResult {
  const impact = finding.impactBy[focusOf(scan)];
  const { suppressed } = finding;
  return {
    ruleId: finding.rule,
    ruleIndex,
    kind: impact === 'none' ? 'informational' : 'fail',
    level: LEVEL[impact],
    message: { text: message(finding, scan) },
    locations: [{ ...location(finding.at, finding.snippet), ...(finding.function === '' ? {} : { logicalLocations: [{ name: finding.function, kind: 'function' }] }) }],
    ...(finding.callers.length > 0 ? { relatedLocations: finding.callers.map((place, index) => ({ id: index + 1, ...location(place), message: { text: 'called from here' } })) } : {}),
    partialFingerprints: { 'cfMigrateFindingId/v1': finding.id },
    ...(suppressed ? { suppressions: [{ kind: suppressed.source.includes('config') ? 'external' : 'inSource', justification: suppressed.reason }] } : {}),
    properties: {
      category: finding.area,
      persistence: finding.persistence ?? 'none',
      confidence: finding.confidence,
      verdictOnWorkers: finding.verdict.workers,
      verdictInContainer: finding.verdict.containers,
      impactOnWorkers: finding.impactBy.workers,
      impactInContainer: finding.impactBy.containers,
      reachedBy: finding.reachedBy.map(({ entryPoint }) => entryPoint),
    },
  };
}

function ruleFor(id: string, findings: Finding[], scan: Scan, texts: Dossier['rules']): SarifRule {
  const focus = focusOf(scan);
  const worst = gravest(findings, focus);
  const text = texts[id];
  const url = text?.links.find((link) => link.url && /^https?:\/\//.test(link.url))?.url;
  const area = worst?.area ?? 'other';
  return {
    id,
    shortDescription: { text: worst?.title ?? id },
    ...(text ? { fullDescription: { text: text.why }, help: { text: plain([text.why, text.instead, evidenceLine(text.observed), text.observed ? `See it: cf-migrate explain ${id}.` : ''].filter((part) => part !== '').join(' ')) } } : {}),
    ...(url ? { helpUri: url } : {}),
    defaultConfiguration: { level: LEVEL[worst?.impactBy[focus] ?? 'none'] },
    properties: { category: area, tags: ['cloudflare', AREA_TITLE[area].toLowerCase()] },
  };
}

function notifications(scan: Scan): SarifNotification[] {
  const { incomplete, lowered } = caveatsOf(scan);
  const broken = [
    ...incomplete.map((text): SarifNotification => ({ level: 'error', message: { text: `Incomplete analysis: ${text}` } })),
    ...lowered.map((text): SarifNotification => ({ level: 'warning', message: { text: `Lowered trust: ${text}` } })),
  ];
  const skipped = scan.skipped.map((file): SarifNotification => ({
    level: 'warning', message: { text: `Skipped (${file.reason}): ${file.detail}` }, locations: [{ physicalLocation: { artifactLocation: artifact(file.file) } }],
  }));
  return [...broken, ...skipped];
}

/** `texts` adds what each rule says at length, when it is at hand. */
export function renderScanSarif(scan: Scan, texts: Dossier['rules'] = {}): string {
  const findings = [...counted(scan), ...scan.suppressed];
  const byRule = [...groupBy(findings, (finding) => finding.rule)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const index = new Map(byRule.map(([id], at) => [id, at]));
  const log: SarifLog = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: scan.tool.name, version: scan.tool.version, semanticVersion: scan.tool.version, rules: byRule.map(([id, own]) => ruleFor(id, own, scan, texts)), properties: { rules: scan.rules.version } } },
      automationDetails: { id: `${scan.tool.name}/${focusOf(scan)}/` },
      columnKind: 'utf16CodeUnits',
      originalUriBaseIds: { [BASE]: { description: { text: 'The folder that was scanned.' } } },
      invocations: [{ executionSuccessful: scan.coverage.complete, toolExecutionNotifications: notifications(scan) }],
      results: findings.map((finding) => result(finding, scan, index.get(finding.rule) ?? -1)),
      properties: { compatibilityDate: scan.compatibilityDate.date, filesParsed: scan.coverage.parsed, filesSkipped: scan.coverage.skipped },
    }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}
