import { describe, expect, it } from 'vitest';
import type { Dossier } from '../../core/dossier.js';
import type { Estimate } from '../../core/estimate.js';
import type { Plan } from '../../core/plan.js';
import type { Scan } from '../../core/scan.js';
import type { Block, Section, Text } from '../../reports/blocks.js';
import { renderHtml } from '../../reports/html.js';
import { renderMarkdown } from '../../reports/markdown.js';
import { sectionsOf } from '../../reports/sections/index.js';
import { bareDossier, sampleDossier } from './sample-dossier.js';
import { sampleEstimate } from './sample-estimate.js';
import { sampleFindings } from './sample-findings.js';
import { samplePlan } from './sample-plan.js';
import { sampleScan } from './sample-scan.js';

/** A section as the reader of the Markdown gets it. */
function textOf(dossier: Dossier, id: string): string {
  const markdown = renderMarkdown(dossier);
  const sections = sectionsOf(dossier);
  const index = sections.findIndex((section) => section.id === id);
  const start = markdown.indexOf(`\n## ${sections[index]?.title}\n`);
  const next = sections[index + 1];
  return markdown.slice(start, next ? markdown.indexOf(`\n## ${next.title}\n`) : undefined);
}

const withPlan = (change: Partial<Plan>): Dossier => ({ ...sampleDossier, plan: { ...samplePlan, ...change } });
/** Today and the move priced in full; what is left over in the other scenarios stays open. */
const pricedEstimate: Estimate = {
  ...sampleEstimate,
  scenarios: sampleEstimate.scenarios.map((scenario) => (scenario.id === 'worker-and-container' ? { ...scenario, unknown: 0, lines: scenario.lines.filter((line) => line.amount !== null) } : scenario)),
};
const pricedDossier: Dossier = { ...sampleDossier, estimate: pricedEstimate };
const withScan = (change: Partial<Scan>): Dossier => ({ ...sampleDossier, scan: { ...sampleScan, ...change } });

describe('every question of the hand-written page is answered from the dossier', () => {
  it.each([
    ['Compatibility Summary', 'compatibility', ['File system', '✖ Data is lost', 'SQLite', 'Model inference', 'Long jobs', 'Git commands', '`express 5.1.0`', '2 to R2, 1 to KV']],
    ['Critical Issues', 'blockers', ['Compiled SQLite add-on does not load', '`src/lib/clip-embedder.js`', 'cf-migrate apply fs-to-kv', '> 22 |']],
    ['Rewrite Scope', 'rewrite', ['690 of 2,071 (33 %)', '440 lines in 2 files', '| `src/inferenceRouter.js` | 180 | 100 % | 180 |', 'code that nothing reaches | 1 | 210']],
    ['Migration Path', 'path', ['### Wave 1: Settings', '- [ ] Create the KV namespace SETTINGS', '**Proves it done:** cf-migrate verify', '**Way back:**']],
    ['Cost Impact Analysis', 'cost', ['Cloud Run, as today', '$42.08 + ?', '1 of 5 lines', 'The comparison needs 1 number: `traffic.PUT /settings.requests_per_month`.', '$0.30 per 1M request']],
    ['Key Decisions Required', 'decisions', ['### Where do the rows of the SQLite database live?', '**D1** (default)', 'owner Search team, due 2026-12-11']],
    ['Dependency Changes', 'dependencies', ['✖ Remove | `better-sqlite3` | 12.4.1', '✔ Add | `wrangler`', '○ Keep | `express`']],
    ['File Operations - Before/After', 'code', ['-  fs.writeFileSync(settingsFile', '+  await settingsStore.put(']],
    ['Performance Expectations', 'performance', ['| `GET /search` | 1 to 2 | 0 | 1 to 2 | D1 1 to 2 |', '4 or more', 'Durations are not predicted']],
    ['Next Steps', 'next', ['1. Look at the 1 skipped file', 'Decide 2 questions (`database` and `models`)', 'Begin with wave 0']],
  ])('%s', (_, id, facts) => {
    const text = textOf(sampleDossier, id);
    for (const fact of facts) expect(text).toContain(fact);
  });
});

describe('the first page', () => {
  const answer = textOf(sampleDossier, 'answer');

  it('names the best move and beside it what cost alone would say', () => {
    expect(answer).toContain('**Best move: Worker, with a Container for what needs a machine.** 5 modules of 13 stay on a machine.');
    expect(answer).toContain('**What cost alone would say: Not known yet.** The comparison needs 1 number: `traffic.PUT /settings.requests_per_month`.');
    expect(answer).toContain('$5.00 + ? (2 of 4 lines without a price), not comparable: it cannot run like this');
  });

  it('calls a move cheapest only when both sides are priced in full', () => {
    expect(textOf(pricedDossier, 'answer')).toContain('**What cost alone would say: Worker and Container.** $42.08 likely, $19.83 to $60.61 a month, one-off effort apart.');
    expect(answer).not.toContain('$42.08 likely');
    const undecided = { ...pricedDossier, estimate: { ...pricedEstimate, cheapest: null } };
    expect(textOf(undecided, 'answer')).toContain('**What cost alone would say: Not known yet.** The comparison needs');
    const blank = { ...sampleEstimate, scenarios: sampleEstimate.scenarios.map((scenario) => ({ ...scenario, total: null, unknown: scenario.lines.length })) };
    expect(textOf({ ...sampleDossier, estimate: blank }, 'answer')).toContain('**What cost alone would say: Not known yet.**');
  });

  it('sets today and the moves side by side', () => {
    expect(answer).toContain('|  | Today | Worker and Container ✔ Best move | Workers |');
    expect(answer).toMatch(/\*\*Sites that do not keep their data\*\* \| 5 \| ✖ 6 as the code stands \(3 without an error\), ✖ 1 after the plan: /);
  });

  it('gives five reasons, each with its place where there is one', () => {
    const reasons = answer.split('\n').filter((line) => /^\d\. /.test(line));
    expect(reasons).toHaveLength(5);
    expect(reasons.slice(0, 3).every((line) => /`src\/[\w/-]+\.js:\d+`$/.test(line))).toBe(true);
  });

  it('names cost driver, decisions, first step, way back, tests and what is unknown', () => {
    for (const row of ['Stays unchanged', 'Cost driver', 'To decide', 'First step', 'Way back', 'Tests', 'Unknown']) expect(answer).toContain(`- **${row}:** `);
    expect(answer).toContain('**Containers, memory, provisioned**: $19.53 of $42.08 + ?; most');
    expect(textOf(pricedDossier, 'answer')).toContain('**Containers, memory, provisioned**: $19.53 of $42.08 (46 %)');
    expect(answer).toContain('Tests run 63 % of 8 lines that change (coverage/lcov.info); 2 lines in files that it does not name');
    expect(textOf({ ...sampleDossier, tests: null }, 'answer')).toContain('Tests import 1 of the 7 files that change');
    expect(answer).toContain('1 of 4 metered sites not priced');
  });

  it.each([
    ['stay', 'Stay where it is', '|  | Today ✔ Best move | Worker and Container | Workers |'],
    ['container', 'Container, with the whole app', '|  | Today | Container ✔ Best move | Workers |'],
    ['worker', 'Move to a Worker', '|  | Today | Worker and Container | Workers ✔ Best move |'],
  ] as const)('can answer %s', (move, words, columns) => {
    const text = textOf(withPlan({ disposition: { ...samplePlan.disposition, move } }), 'answer');
    expect(text).toContain(`**Best move: ${words}.**`);
    expect(text).toContain(columns);
  });

  it('says that nothing else changes only where a Container asks for nothing', () => {
    const { score } = sampleDossier.scan;
    const scan = { ...sampleDossier.scan, score: { ...score, blocking: { ...score.blocking, containers: { sites: 0, of: 18 } } } };
    const plan = { ...samplePlan, disposition: { ...samplePlan.disposition, move: 'container' as const } };
    expect(textOf({ ...sampleDossier, scan, plan }, 'answer')).toContain('**Best move: Container, and change nothing else.**');
  });

  it('says unknown, not zero, when the host files do not tell what is lost today', () => {
    const findings = sampleFindings.map(({ versusToday: _, ...finding }) => finding);
    expect(textOf(withScan({ findings }), 'answer')).toContain('| unknown: the host files say too little |');
  });
});

describe('the bill', () => {
  const cost = textOf(sampleDossier, 'cost');
  const priced = textOf(pricedDossier, 'cost');

  it('compares nothing while a side has a line without a price, and names the numbers it needs', () => {
    for (const comparison of ['Likely US dollars a month against traffic', 'Cheapest', "of today's traffic", 'against $131.20 today', '−68 %', '$42.08 likely']) expect(cost).not.toContain(comparison);
    expect(cost).toContain('| $19.83 + ? | $42.08 + ? | $60.61 + ? | 1 of 5 lines |');
    expect(cost).toContain('| $88.40 | $131.20 | $240.00 | nothing |');
    const keys = ['one', 'two', 'three', 'four'];
    const estimate = { ...sampleEstimate, scenarios: sampleEstimate.scenarios.map((scenario) => ({ ...scenario, lines: scenario.lines.map((line) => (line.amount ? line : { ...line, missing: keys })) })) };
    expect(textOf({ ...sampleDossier, estimate }, 'cost')).toContain('The comparison needs 4 numbers, first `one`, `two` and `three`.');
  });

  it('compares both sides when they are priced in full', () => {
    for (const comparison of ['against $131.20 today (−68 %)', 'Worker and Container ✔ Best move ', 'Likely US dollars a month against traffic']) expect(priced).toContain(comparison);
    expect(priced).toContain('| $19.83 | $42.08 | $60.61 | nothing |');
    expect(priced).not.toContain('The comparison needs');
  });

  it('shows what would change it: other products, assumptions, traffic', () => {
    expect(cost).toContain('### Documents in KV or R2');
    expect(cost).toContain('| R2 | $0 | $1.80 | $9.05 | – |');
    expect(cost).toContain('| Workers KV ✔ in the plan | +? | +? | +? | `traffic.PUT /settings.requests_per_month` |');
    expect(cost).toContain('- container.awake\\_hours: $30.10 to $49.90 + ?');
    expect(priced).toContain('- container.awake\\_hours: $30.10 to $49.90\n');
    expect(priced).toContain("- Below about ×8.25 of today's traffic: Worker and Container");
    expect(priced).toContain("- From about ×8.25 of today's traffic: Cloud Run, as today");
    expect(priced).toContain('- At about ×2.5 Workers requests leaves what is included');
    expect(priced).not.toContain('KV writes leaves what is included');
  });

  it('marks a scenario that cannot run and keeps it out of the comparison over traffic', () => {
    expect(cost).toContain('| Workers only ✖ Cannot run like this |');
    const compared = priced.slice(priced.indexOf('against traffic'), priced.indexOf('Cheapest of what can run'));
    expect(compared).toContain('Worker and Container');
    expect(compared).not.toContain('Workers only');
  });

  it('names each source of a price once and points to it by number', () => {
    expect(cost).toContain('Sources of the prices (1)');
    expect(cost).toContain('$0.30 per 1M request (source 1)');
  });

  it('shows a word that was chosen as the word, not as unset', () => {
    expect(textOf(sampleDossier, 'appendix')).toContain('| `embeddings.provider` |  | workers-ai |  | choice |');
  });
});

describe('what is not known is said in one honest line', () => {
  it.each([
    ['answer', 'Not planned: this report was made from a scan without the source.'],
    ['answer', 'Not priced: run with --cost.'],
    ['options', 'Not planned: the cut needs the source.'],
    ['picture', 'Not planned: the picture of the target needs the source.'],
    ['decisions', 'Not planned: the questions follow from the plan.'],
    ['path', 'Not planned: the waves need the source.'],
    ['cost', 'Not priced: run with --cost.'],
    ['dependencies', 'Not planned: what leaves and what comes follows from the plan.'],
    ['code', 'Not planned: the edits need the source.'],
    ['performance', 'Not planned: round trips after the move follow from the plan.'],
    ['changes', 'No earlier scan was given for comparison.'],
    ['appendix', 'No cost assumptions: not priced.'],
  ])('%s: %s', (id, line) => {
    expect(textOf(bareDossier, id)).toContain(line);
  });

  it('never prints an unpriced line as money', () => {
    const cost = textOf(sampleDossier, 'cost');
    const unpriced = cost.split('\n').filter((line) => line.startsWith('| **KV**, writes') || line.startsWith('| **OpenAI**'));
    expect(unpriced.length).toBeGreaterThan(2);
    for (const line of unpriced) {
      expect(line).toContain('+? needs `');
      expect(line).not.toMatch(/\$0(?:\.00)? \|/);
    }
  });

  it('renders a scan in which nothing was found', () => {
    const nothing: Dossier = {
      ...bareDossier,
      scan: { ...sampleScan, findings: [], apart: [], suppressed: [], skipped: [], resources: [], packages: [], files: [], modules: [], metered: [], host: [], entryPoints: [], state: [], jobs: [], rules: { ...sampleScan.rules, disabled: [] } },
    };
    expect(renderHtml(nothing)).toContain('No blocker was found on Workers.');
    for (const line of ['No file is reached by production', 'The scan found no file, database or queue', 'No finding.', 'No entry point found', 'No file was skipped.']) expect(renderMarkdown(nothing)).toContain(line);
  });

  it('renders a plan in which nothing has to be done', () => {
    const idle = withPlan({ disposition: { move: 'worker', reasons: [], containerModules: [] }, resources: [], components: [], byHand: [], bindings: [], dependencies: { remove: [], add: [], keep: [] }, waves: [], decisions: [] });
    for (const line of ['No module needs a machine', 'The plan has no waves', 'No package has to change.', 'No binding is needed.', 'Nothing has to be decided.']) expect(renderMarkdown({ ...idle, diffs: [] })).toContain(line);
  });
});

describe('the report follows its data', () => {
  it('another home in the plan is another action and another round trip', () => {
    const resources = samplePlan.resources.map((resource) => (resource.resource === 'files:data/settings.json' ? { ...resource, target: 'tmp' as const } : resource));
    expect(textOf(withPlan({ resources }), 'compatibility')).toContain('2 left in /tmp, 2 to R2');
    expect(textOf(withPlan({ resources }), 'performance')).toContain('| `GET /settings` | 1 | 0 | 0 | – | – |');
  });

  it('an answered question is no longer open', () => {
    const decisions = samplePlan.decisions.map((decision) => ({ ...decision, answer: decision.answer ?? decision.default }));
    expect(textOf(withPlan({ decisions }), 'decisions')).toContain('0 questions open, 3 answered.');
    expect(textOf(withPlan({ decisions }), 'next')).not.toContain('Decide ');
  });

  it('tells differences of the code from differences of the rules', () => {
    expect(textOf(sampleDossier, 'changes')).toContain('Changed as well: the rules, 2026.10.02 to 2026.11.21.');
    const same = { ...sampleDossier, previous: { ...sampleScan, findings: sampleScan.findings.slice(1) } };
    expect(textOf(same, 'changes')).toContain('1 new finding, 0 findings gone, 0 judged differently, 17 as before. Rules and compatibility date are the same');
  });

  it('groups blockers by rule, purpose and module, with at most three snippets each', () => {
    const base = sampleFindings.find((finding) => finding.rule === 'fs-durable' && finding.at.file === 'src/lib/jobs.js');
    if (!base) throw new Error('the sample has lost its finding');
    const findings = [10, 100, 200, 300, 303].map((line, index) => ({ ...base, id: `many-${index}`, at: { ...base.at, line }, snippet: { from: line - 1, mark: line, lines: ['a', 'b', 'c', 'd', 'e', 'f'] } }));
    const text = textOf(withScan({ findings: [...findings, { ...base, id: 'other', persistence: 'upload' as const }] }), 'blockers');
    expect(text).toContain('2 root causes with 6 sites');
    expect(text.match(/```text/g)).toHaveLength(3 + 1);
    expect(text).toContain('**Also at:** `src/lib/jobs.js:300` and `src/lib/jobs.js:303`');
  });

  it('is the same text for the same dossier', () => {
    expect(renderHtml(sampleDossier)).toBe(renderHtml(structuredClone(sampleDossier)));
    expect(renderMarkdown(sampleDossier)).toBe(renderMarkdown(structuredClone(sampleDossier)));
  });
});

describe('sections are plain data', () => {
  const texts = (block: Block): Text[] => {
    if (block.kind === 'group' || block.kind === 'fold') return block.blocks.flatMap(texts);
    return block.kind === 'table' ? block.rows.flatMap((row) => row.cells) : [];
  };

  it('survive a trip through JSON', () => {
    const sections: Section[] = sectionsOf(sampleDossier);
    expect(JSON.parse(JSON.stringify(sections))).toEqual(JSON.parse(JSON.stringify(structuredClone(sections))));
    expect(sections.flatMap((section) => section.blocks.flatMap(texts)).length).toBeGreaterThan(300);
  });

  it('have as many cells in each row as columns', () => {
    const misfits = (block: Block): string[] => {
      if (block.kind === 'group' || block.kind === 'fold') return block.blocks.flatMap(misfits);
      if (block.kind !== 'table') return [];
      return [...block.rows.map((row) => row.cells), ...(block.foot ? [block.foot] : [])].filter((cells) => cells.length !== block.columns.length).map(() => block.caption);
    };
    for (const dossier of [sampleDossier, bareDossier]) expect(sectionsOf(dossier).flatMap((section) => section.blocks.flatMap(misfits))).toEqual([]);
  });

  it('change nothing in the dossier', () => {
    const before = JSON.stringify(sampleDossier);
    sectionsOf(sampleDossier);
    expect(JSON.stringify(sampleDossier)).toBe(before);
  });
});
