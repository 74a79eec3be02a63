/** The options side by side, and the smallest set of modules that has to stay on a machine. */
import type { Dossier } from '../../core/dossier.js';
import type { ContainerCut, Plan } from '../../core/plan.js';
import { at, chip, clip, code, listed, missing, strong, type Block, type Section, type Text } from '../blocks.js';
import { count, plural } from '../numbers.js';
import { losingToday } from '../summaries/data-loss.js';
import { priceText, scenarioBy, scenarioIdOf } from '../summaries/money.js';
import { lossText, moveDays, readinessText, type TargetMove } from './move-facts.js';

/** A caveat beside the others; in full it stands under the cost. */
const CAVEAT = 140;
const MOVES: TargetMove[] = ['worker', 'worker-and-container', 'container'];
const TITLE: Record<TargetMove | 'stay', string> = { stay: 'Stay', worker: 'Workers only', 'worker-and-container': 'Worker and Container', container: 'Container, unchanged' };

function blockingText({ scan }: Dossier, move: TargetMove): string {
  if (move === 'worker-and-container') return 'see the plan';
  const { sites, of } = scan.score.blocking[move === 'worker' ? 'workers' : 'containers'];
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
    kind: 'table', caption: 'Options. Amounts are US dollars a month; person-days are uncalibrated.',
    columns: [{ title: 'Option' }, { title: 'Readiness' }, { title: 'Sites that block' }, { title: 'Sites that lose data silently' }, { title: 'Person-days' }, { title: 'A month' }, { title: 'Caveats' }],
    rows: [
      { cells: [title('stay'), 'Runs', '–', losing ? count(losing.length) : 'unknown', 'none', priceText(scenarioBy(estimate, 'today')), caveats('today')] },
      ...MOVES.map((move) => ({
        cells: [title(move), readinessText(dossier, move), blockingText(dossier, move), lossText(dossier, move), moveDays(dossier, move), priceText(scenarioBy(estimate, scenarioIdOf(move))), caveats(scenarioIdOf(move))],
      })),
    ],
  };
}

function mustStay(plan: Plan): Block {
  const must: { file: string; reason: string; at?: { file: string; line: number } }[] = plan.disposition.cut?.must ?? plan.disposition.containerModules;
  return {
    kind: 'table', caption: 'Modules that need a machine', show: 15,
    columns: [{ title: 'Module' }, { title: 'Why' }, { title: 'Where' }],
    rows: must.map((module) => ({ cells: [[code(module.file)], module.reason, module.at ? [at(module.at)] : '–'] })),
  };
}

function alongWith(cut: ContainerCut): Block[] {
  const forced = new Set(cut.must.map(({ file }) => file));
  const along = cut.modules.filter((file) => !forced.has(file));
  const sentences: Text[] = [
    ...(along.length > 0 ? [['Stay beside them because parting them would cost more requests: ', ...listed(along.map(code), 10), '.']] : []),
    ...(cut.shared.length > 0 ? [['Stateless, so on both sides: ', ...listed(cut.shared.map(code), 10), '.']] : []),
    ...cut.together.map((group): Text => [...listed(group.files.map(code), 6), ` cannot be parted: ${group.because}`, ...(group.at ? [' ', at(group.at)] : []), '.']),
  ];
  return sentences.length > 0 ? [{ kind: 'list', style: 'bullet', items: sentences }] : [];
}

function edges(cut: ContainerCut): Block {
  if (cut.edges.length === 0) return missing('No call crosses the border: the modules in the Container are entry points of their own.');
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
  return [lead, mustStay(plan), ...(cut ? [...alongWith(cut), edges(cut)] : [])];
}

export function options(dossier: Dossier): Section {
  const { plan } = dossier;
  const reasons = plan?.disposition.reasons.map((reason): Text => (reason.at ? [reason.text, ' ', at(reason.at)] : reason.text)) ?? [];
  return {
    id: 'options',
    title: 'Options side by side',
    blocks: [
      sideBySide(dossier),
      ...(reasons.length > 0 ? [{ kind: 'group' as const, id: 'options-reasons', title: 'What speaks for the best move', blocks: [{ kind: 'list' as const, style: 'bullet' as const, items: reasons }] }] : []),
      { kind: 'group', id: 'container-cut', title: 'The smallest Container', blocks: plan ? cutBlocks(plan) : [missing('Not planned: the cut needs the source.')] },
    ],
  };
}
