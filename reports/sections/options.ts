/** The options side by side, and the smallest set of modules that has to stay on a machine. */
import { scenarioIdOf } from '../../core/advised.js';
import { dataName } from '../../core/data-name.js';
import type { Dossier } from '../../core/dossier.js';
import type { ContainerCut, Plan } from '../../core/plan.js';
import { at, chip, clip, code, coded, listed, missing, strong, type Block, type Section, type Text } from '../blocks.js';
import { count, currencyName, plural } from '../numbers.js';
import { byPlace, groupBy } from '../summaries/counted.js';
import { losingToday } from '../summaries/data-loss.js';
import { priceText, scenarioBy } from '../summaries/money.js';
import { STORAGE_TITLE } from '../wording.js';
import { NOT_KEPT_TITLE, blockingOf, lossOf, lossText, moveDays, placeKey, readinessText, type TargetMove } from './move-facts.js';

/** A caveat beside the others; in full it stands under the cost. */
const CAVEAT = 140;
const MOVES: TargetMove[] = ['worker', 'worker-and-container', 'container'];
const TITLE: Record<TargetMove | 'stay', string> = { stay: 'Stay', worker: 'Workers only', 'worker-and-container': 'Worker and Container', container: 'Container, unchanged' };

function blockingText(dossier: Dossier, move: TargetMove): string {
  const { sites, of } = blockingOf(dossier, move);
  return `${count(sites)} of ${count(of)}`;
}

function sideBySide(dossier: Dossier): Block {
  const { estimate, plan, scan } = dossier;
  const title = (move: TargetMove | 'stay'): Text => (plan?.disposition.move === move ? [TITLE[move], ' ', chip('Best move', 'good')] : TITLE[move]);
  const losing = losingToday(scan);
  const caveats = (id: 'today' | 'workers' | 'worker-and-container' | 'container'): string => {
    const [first, ...rest] = scenarioBy(estimate, id)?.caveats ?? [];
    return first === undefined ? '–' : `${clip(first, CAVEAT)}${rest.length > 0 ? ` (${rest.length} more under Cost)` : ''}`;
  };
  return {
    kind: 'table', caption: `Options. Amounts are ${currencyName()} a month; person-days are uncalibrated.`,
    columns: [{ title: 'Option' }, { title: 'Readiness' }, { title: 'Sites that block' }, { title: NOT_KEPT_TITLE }, { title: 'Person-days' }, { title: 'A month' }, { title: 'Caveats' }],
    rows: [
      { cells: [title('stay'), 'Runs', '–', losing ? count(losing.length) : 'unknown', 'none', priceText(scenarioBy(estimate, 'today')), caveats('today')] },
      ...MOVES.map((move) => ({
        cells: [title(move), readinessText(dossier, move), blockingText(dossier, move), lossText(dossier, move), moveDays(dossier, move), priceText(scenarioBy(estimate, scenarioIdOf(move))), caveats(scenarioIdOf(move))],
      })),
    ],
  };
}

/** Every site that some move leaves without its data, after the plan. */
function notKeptSites(dossier: Dossier): Block[] {
  const { plan, scan } = dossier;
  if (!plan) return [];
  const after = new Map(MOVES.map((move) => [move, lossOf(dossier, move)]));
  const rows = new Map([...after.values()].flatMap((loss) => loss.after ?? []).map((finding) => [placeKey(finding), finding]));
  if (rows.size === 0) return [];
  const names = new Map(scan.resources.map((resource) => [resource.id, dataName(resource.pattern)]));
  const homes = new Map(plan.resources.map((resource) => [resource.resource, resource.target]));
  const outcome = (move: TargetMove, key: string): Text => {
    const loss = after.get(move);
    if (!loss?.after?.some((finding) => placeKey(finding) === key)) return [chip('kept', 'good')];
    return [loss.silent.some((finding) => placeKey(finding) === key) ? chip('lost', 'danger') : chip('refused', 'warning')];
  };
  return [{
    kind: 'table', caption: `${NOT_KEPT_TITLE}, after the plan`, show: 10,
    columns: [{ title: 'Site' }, { title: 'Data' }, { title: 'Planned home' }, ...MOVES.map((move) => ({ title: TITLE[move] }))],
    rows: [...rows].sort(([, a], [, b]) => byPlace(a, b)).map(([key, finding]) => {
      const home = homes.get(finding.resource ?? '') ?? homes.get(`rule:${finding.rule}`);
      return { cells: [[at(finding.at)], names.get(finding.resource ?? '') ?? finding.title, home ? STORAGE_TITLE[home] : 'none', ...MOVES.map((move) => outcome(move, key))] };
    }),
  }];
}

function mustStay(plan: Plan): Block {
  const must: { file: string; reason: string; at?: { file: string; line: number } }[] = plan.disposition.cut?.must ?? plan.disposition.containerModules;
  return {
    kind: 'table', caption: 'Modules that need a machine', show: 15,
    columns: [{ title: 'Module' }, { title: 'Why' }, { title: 'Where' }],
    rows: must.map((module) => ({ cells: [[code(module.file)], coded(module.reason), module.at ? [at(module.at)] : '–'] })),
  };
}

function alongWith(cut: ContainerCut): Block[] {
  const forced = new Set(cut.must.map(({ file }) => file));
  const along = cut.modules.filter((file) => !forced.has(file));
  const sentences: Text[] = [
    ...(along.length > 0 ? [['Stay beside them because parting them would cost more requests: ', ...listed(along.map(code), 10), '.']] : []),
    ...(cut.shared.length > 0 ? [['Stateless, so on both sides: ', ...listed(cut.shared.map(code), 10), '.']] : []),
  ];
  return sentences.length > 0 ? [{ kind: 'list', style: 'bullet', items: sentences }] : [];
}

/** One row for each pair, with the first reason and how many more there are. */
function inseparable(cut: ContainerCut): Block[] {
  if (cut.together.length === 0) return [];
  const pairs = [...groupBy(cut.together, (group) => group.files.join('\n')).values()];
  return [{
    kind: 'table', caption: 'Modules that cannot be parted', show: 10,
    columns: [{ title: 'Modules' }, { title: 'Because' }, { title: 'Where' }],
    rows: pairs.flatMap((own) => (own[0] ? [{ cells: [listed(own[0].files.map(code), 6), coded(`${own[0].because}${own.length > 1 ? `, and ${plural(own.length - 1, 'more reason')}` : ''}`), own[0].at ? [at(own[0].at)] : '–'] }] : [])),
  }];
}

function edges(cut: ContainerCut): Block {
  if (cut.edges.length === 0) return missing('No call crosses the border.');
  return {
    kind: 'table', caption: 'Calls that become requests between Worker and Container', show: 15,
    columns: [{ title: 'From' }, { title: 'To' }, { title: 'Direction' }, { title: 'Calls', kind: 'number' }, { title: 'What crosses' }],
    rows: cut.edges.map((edge) => ({
      cells: [[code(edge.from)], [code(edge.to)], edge.into === 'container' ? 'Worker → Container' : 'Container → Worker', count(edge.calls), listed(edge.crosses.map(({ name, data }) => code(`${name}(${(data ?? []).join(', ')})`)), 5)],
    })),
  };
}

function cutBlocks(plan: Plan): Block[] {
  const { cut, containerModules } = plan.disposition;
  if (!cut && containerModules.length === 0) return [missing('No module needs a machine, so there is nothing to cut.')];
  const held = cut?.modules.length ?? containerModules.length;
  const rest = plan.disposition.move === 'container' ? ' would stay in the Container with a Worker in front, at the least: the advice is to keep all of them together.' : `${held === 1 ? ' stays' : ' stay'} in the Container; the rest can move to the Worker.`;
  const lead: Block = { kind: 'paragraph', text: [strong(plural(held, 'module')), rest] };
  return [lead, mustStay(plan), ...(cut ? [...alongWith(cut), ...inseparable(cut), edges(cut)] : [])];
}

export function options(dossier: Dossier): Section {
  const { plan } = dossier;
  const reasons = plan?.disposition.reasons.map((reason): Text => (reason.at ? [...coded(reason.text), ' ', at(reason.at)] : coded(reason.text))) ?? [];
  return {
    id: 'options',
    title: 'Options side by side',
    blocks: [
      sideBySide(dossier),
      ...notKeptSites(dossier),
      ...(reasons.length > 0 ? [{ kind: 'group' as const, id: 'options-reasons', title: 'What speaks for the best move', blocks: [{ kind: 'list' as const, style: 'bullet' as const, items: reasons }] }] : []),
      { kind: 'group', id: 'container-cut', title: 'The smallest Container', blocks: plan ? cutBlocks(plan) : [missing('Not planned: the cut needs the source.')] },
    ],
  };
}
