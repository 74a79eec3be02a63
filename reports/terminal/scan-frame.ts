/** Head and foot of the terminal scan: banner, readiness, coverage, next commands. */
import type { Readiness, Scan } from '../../core/scan.js';
import { TARGETS, type Target } from '../../core/vocabulary.js';
import { count, days, percent, plural } from '../numbers.js';
import { apart, focusOf } from '../summaries/counted.js';
import { caveatsOf } from '../summaries/input-warnings.js';
import { visible } from '../visible-text.js';
import { TARGET_TITLE } from '../wording.js';
import type { Paint } from './paint.js';
import type { PartContext } from './scan.js';
import { displayWidth, hanging, wrap } from './wrap.js';

/** Nothing may stand above a broken run. */
export function bannerPart({ scan, width, paint }: PartContext): string[] {
  const { incomplete, lowered } = caveatsOf(scan);
  const listed = (reasons: readonly string[]): string[] => reasons.flatMap((reason) => hanging('  - ', visible(reason), width, 4));
  return [
    ...(incomplete.length > 0 ? [paint.danger(paint.strong('INCOMPLETE ANALYSIS. What follows is not the whole truth.')), ...listed(incomplete).map(paint.danger)] : []),
    ...(lowered.length > 0 ? [paint.warning(paint.strong('TRUST LOWERED. Not all of the program could be read and followed.')), ...listed(lowered).map(paint.warning)] : []),
  ];
}

const CLASS_PAINT: Record<Readiness['class'], (paint: Paint) => (text: string) => string> = {
  'no-blocker': (paint) => paint.good,
  'automated-edits': (paint) => paint.good,
  decisions: (paint) => paint.warning,
  container: (paint) => paint.info,
  stay: (paint) => paint.danger,
  'not-assessable': (paint) => paint.warning,
};

function targetLines({ scan, width, paint }: PartContext, target: Target): string[] {
  const { readiness, blocking, value, effortDays } = scan.score;
  const [first = '', ...rest] = hanging(TARGET_TITLE[target], visible(readiness[target].headline), width, 11);
  const painted = paint.strong(first.slice(0, 11)) + CLASS_PAINT[readiness[target].class](paint)(first.slice(11));
  const sites = blocking[target];
  const numbers = `${count(sites.sites)} of ${plural(sites.of, 'site')} block · score ${value[target]}/100 · ${days(effortDays[target])}, uncalibrated`;
  return [painted, ...rest, ...hanging('', numbers, width, 11).map(paint.quiet)];
}

function titleLine(scan: Scan, width: number, paint: Paint): string[] {
  const name = visible(scan.name);
  const tool = `${scan.tool.name} ${scan.tool.version}`;
  const gap = width - displayWidth(name) - displayWidth(tool);
  return gap < 2 ? [...wrap(name, width).map(paint.strong), paint.quiet(tool)] : [paint.strong(name) + ' '.repeat(gap) + paint.quiet(tool)];
}

export function headPart(context: PartContext): string[] {
  const { scan, width, paint } = context;
  const basis = `rules ${scan.rules.version} (${scan.rules.count}) · compatibility date ${scan.compatibilityDate.date}, ${scan.compatibilityDate.source}`;
  const focus = focusOf(scan);
  const order = TARGETS.toSorted((a, b) => Number(b === focus) - Number(a === focus));
  return [
    ...titleLine(scan, width, paint),
    ...wrap(visible(basis), width).map(paint.quiet),
    '',
    ...order.flatMap((target) => targetLines(context, target)),
  ];
}

const SHOWN_SKIPPED = 5;

function skippedLines({ scan, width, paint }: PartContext): string[] {
  const shown = scan.skipped.slice(0, SHOWN_SKIPPED).flatMap((file) => hanging('  - ', visible(`${file.file}: ${file.reason}, ${file.detail}`), width, 4));
  const more = scan.skipped.length - SHOWN_SKIPPED;
  return [...shown, ...(more > 0 ? [`  - and ${more} more`] : [])].map(paint.warning);
}

export function coveragePart(context: PartContext): string[] {
  const { scan, width, paint } = context;
  const { coverage } = scan;
  const imports = coverage.imports.resolved + coverage.imports.unresolved;
  const followed = coverage.calls.followed + coverage.calls.unknown;
  const aside = apart(scan).length;
  const sentences = [
    `${count(coverage.parsed)} of ${plural(coverage.files, 'file')} parsed (${count(coverage.lines)} lines), ${plural(coverage.skipped, 'file')} skipped`,
    `${percent(coverage.imports.resolved, imports)} of ${count(imports)} imports resolved, ${count(coverage.imports.computed)} computed`,
    `${percent(coverage.calls.followed, followed)} of ${count(followed)} calls followed`,
    ...(aside > 0 ? [`${plural(aside, 'finding')} in tests, scripts and unreached code not counted`] : []),
    ...(scan.suppressed.length > 0 ? [`${plural(scan.suppressed.length, 'finding')} suppressed with a reason`] : []),
    'nothing was run',
  ];
  return [paint.heading('Coverage'), ...wrap(`${sentences.join('; ')}.`, width), ...skippedLines(context)];
}

const SAFE_WORD = /^[\w./@:+-]+$/;
const shellWord = (text: string): string => (text === '' || SAFE_WORD.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`);

export function nextPart({ scan, width, paint, directory }: PartContext): string[] {
  const folder = directory === '' || directory === '.' ? '' : ` ${shellWord(visible(directory))}`;
  const edits = new Map<string, number>();
  for (const { reach, fix } of scan.findings) if (reach === 'production' && fix?.codemod) edits.set(fix.codemod, (edits.get(fix.codemod) ?? 0) + 1);
  const commands = [
    { command: `cf-migrate report${folder} --cost -o report.html`, why: 'the page for the review meeting' },
    ...[...edits].map(([codemod, sites]) => ({ command: `cf-migrate apply ${codemod}${folder}`, why: `${plural(sites, 'site')}, as a diff first` })),
    { command: `cf-migrate scan${folder} --json`, why: 'every finding, as data' },
  ];
  const wide = Math.max(...commands.map(({ command }) => displayWidth(command))) + 4;
  const fits = commands.every(({ why }) => 2 + wide + displayWidth(why) <= width);
  const lines = commands.flatMap(({ command, why }) => {
    if (fits) return [`  ${command.padEnd(wide)}${paint.quiet(why)}`];
    return [...wrap(command, width - 2).map((line) => `  ${line}`), ...wrap(why, width - 4).map((line) => `    ${paint.quiet(line)}`)];
  });
  return [paint.heading('Next'), ...lines];
}
