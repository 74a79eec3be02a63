/** `cf-migrate explain RULE`: what a rule says, why, and where that comes from. */
import path from 'node:path';
import { explainRule, type ExplainedEvidence, type Explanation } from '../pipeline/rule-book.js';
import { NOT_PROVABLE } from '../reports/wording.js';
import { dateOption, parse, verb } from './arguments.js';
import type { World } from './world.js';

const command = () => verb('explain', 'Show what a rule looks for, its verdicts, the reason and the source.')
  .argument('<rule>', 'id of the rule, as it stands beside a finding')
  .option('--rules <file>', 'a rule file of your own (repeatable)', (file: string, before: string[]) => [...before, file], [])
  .option('--compatibility-date <date>', 'show the verdicts of this date')
  .option('--json', 'as JSON');

const indent = (text: string): string => text.trimEnd().split('\n').map((line) => (line === '' ? '' : `    ${line}`)).join('\n');

function verdictLine(rule: Explanation, target: 'workers' | 'containers'): string {
  const { now, since } = rule.verdict[target];
  const [first, ...later] = since;
  const history = first ? `  (at first ${first.verdict}${later.map((s) => `, ${s.verdict} since ${s.since}`).join('')})` : '';
  return `  ${target.padEnd(11)} ${now}${history}\n`;
}

const ROLES = { written: 'as it is written', settled: 'after the setting', besides: 'another shape, with an outcome of its own' } as const;

function observedLine({ since, platform, outcome, stage, text: said }: ExplainedEvidence['snippets'][number]['observed'][number]): string {
  const where = platform === 'node' ? ', bundled with WRANGLER_BUILD_PLATFORM=node' : '';
  return `    since ${since}${where}: ${outcome}${stage ? ` at ${stage}` : ''}${said === undefined ? '' : `, ${said}`}\n`;
}

/** What the source alone does not show: a second isolate, and the server that it talks to. */
function surroundings({ isolates, server }: ExplainedEvidence['snippets'][number]): string[] {
  return [
    ...(isolates === 2 ? ['    the second request met another isolate of the same Worker, as it may on the platform\n'] : []),
    ...(server ? [`    beside this server on Node, ${server.name}, at the port SERVER_PORT:\n${indent(server.source).replaceAll(/^ {4}/gm, '      ')}\n`] : []),
  ];
}

function evidenceText(evidence: ExplainedEvidence | null): string[] {
  if (evidence === null) return [];
  const shown = evidence.snippets.flatMap((snippet) => {
    const { id, shows, role, source, packages, observed } = snippet;
    const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`).join(', ');
    return [`  ${shows}, ${ROLES[role]} (${[id, versions].filter(Boolean).join('; ')})\n`, ...observed.map(observedLine), `${indent(source)}\n`, ...surroundings(snippet), '\n'];
  });
  const why = evidence.unprovable ? [`  not provable by running it: ${NOT_PROVABLE[evidence.unprovable]}\n`] : [];
  return [`\nSeen on workerd ${evidence.workerd}, by compatibility date\n`, ...why, ...shown];
}

function text(rule: Explanation): string {
  return [
    `${rule.id}: ${rule.title}\n${rule.area}\n\nVerdict at the compatibility date ${rule.date}\n`,
    verdictLine(rule, 'workers'), verdictLine(rule, 'containers'),
    `\nWhy\n  ${rule.why}\n\nInstead\n  ${rule.instead}\n`,
    ...(rule.fix?.codemod ? [`\nFix\n  cf-migrate apply ${rule.fix.codemod}\n`] : rule.fix?.setting ? [`\nFix\n  ${rule.fix.setting}\n`] : []),
    '\nLooks for\n', ...rule.conditions.map((c) => `  ${c.name}: ${c.allows.join(', ')}\n`),
    `\nEffort, person-hours, uncalibrated\n  once ${rule.effort.fixed.join('–')}, per site ${rule.effort.site.join('–')}\n`,
    ...(rule.cost.length > 0 ? ['\nBilled as\n', ...rule.cost.map((c) => `  ${c.meter}, ${c.operations} per call\n`)] : []),
    ...evidenceText(rule.evidence),
    '\nSources\n', ...rule.links.map((link) => `  ${link.source}, ${link.date}${link.url ? `, ${link.url}` : ''}\n`),
    '\nFound, for example\n', ...rule.examples.hits.map((code) => `${indent(code)}\n`),
    '\nNot found\n', ...rule.examples.misses.map((code) => `${indent(code)}\n\n`),
  ].join('');
}

export async function run(argv: readonly string[], world: World): Promise<number> {
  const { options, args } = parse(command(), argv, world);
  const rule = explainRule(args[0] ?? '', (options.rules as string[]).map((file) => path.resolve(world.cwd, file)), dateOption(options.compatibilityDate));
  world.out(options.json === true ? `${JSON.stringify(rule, null, 2)}\n` : text(rule));
  return 0;
}
