/** The way there in waves: each with its tasks, its effort, what stands still, what proves it done and how to come back. */
import { waveDays } from '../../core/advised.js';
import { dataName } from '../../core/data-name.js';
import type { Dossier } from '../../core/dossier.js';
import { isNamedEntry } from '../../core/entry-kinds.js';
import type { Plan, Wave } from '../../core/plan.js';
import type { Scan } from '../../core/scan.js';
import { at, chip, code, listed, missing, type Block, type Section, type Text } from '../blocks.js';
import { days, plural } from '../numbers.js';
import { codemodsOf } from '../summaries/codemods.js';

/** Routes and schedules by name; what only runs on the way to them is told apart. */
function movesText(wave: Wave, entries: ReadonlyMap<string, Scan['entryPoints'][number]>): Text {
  const isNamed = (id: string): boolean => {
    const entry = entries.get(id);
    return entry === undefined || isNamedEntry(entry);
  };
  const named = wave.entryPoints.filter(isNamed);
  const beside = wave.entryPoints.filter((id) => !isNamed(id));
  return [
    ...(named.length > 0 ? listed(named.map(code), 12) : ['no route']),
    ...(beside.length > 0 ? ['; with them ', ...listed(beside.map(code), 6)] : []),
  ];
}

interface Names {
  entries: ReadonlyMap<string, Scan['entryPoints'][number]>;
  data: ReadonlyMap<string, string>;
}

function waveBlock(wave: Wave, index: number, names: Names): Block {
  const data: Text = wave.resources.length > 0 ? listed(wave.resources.map((id) => code(names.data.get(id) ?? id)), 8) : 'no data';
  return {
    kind: 'group', id: `wave-${index}`, title: `Wave ${index}: ${wave.title}`,
    blocks: [
      ...(wave.tasks.length > 0 ? [{ kind: 'list' as const, style: 'task' as const, items: wave.tasks }] : []),
      { kind: 'facts', dense: true, rows: [
        { name: 'Effort', value: `${days(wave.effortDays)}, uncalibrated` },
        { name: 'Moves', value: movesText(wave, names.entries) },
        { name: 'Data', value: data },
        { name: 'Stands still', value: wave.frozen },
        { name: 'Proves it done', value: wave.check },
        { name: 'Way back', value: wave.back },
      ] },
    ],
  };
}

function components(plan: Plan): Block[] {
  if (plan.components.length === 0) return [];
  const status = { rewrite: chip('Automatic', 'good'), blocked: chip('Blocked', 'danger'), skipped: chip('Left alone', 'quiet') };
  return [{
    kind: 'table', caption: `What ${codemodsOf(plan).join(', ') || 'the codemods'} would rewrite: a component changes as a whole or not at all`, show: 15,
    columns: [{ title: 'Component' }, { title: 'Status' }, { title: 'Calls replaced', kind: 'number' }, { title: 'Functions turned async', kind: 'number' }, { title: 'Calls that get await or another form', kind: 'number' }, { title: 'Files' }, { title: 'Why not' }],
    rows: plan.components.map((component) => ({
      cells: [
        [code(component.id)], [status[component.status]], String(component.seeds.length), String(component.functions.length), String(component.calls.filter((call) => call.change !== 'none').length),
        component.files.length > 0 ? listed(component.files.map(code), 4) : '–',
        component.chain.length > 0 ? component.chain.flatMap((step, index): Exclude<Text, string> => [index > 0 ? '; ' : '', step.text, ...(step.at ? [' ', at(step.at)] : [])]).concat(component.byHand ? [`. By hand: ${component.byHand}.`] : []) : seenText(component),
      ],
    })),
  }];
}

/** What of a rewrite rests on a recording and not on the code. */
function seenText({ calls }: Plan['components'][number]): string {
  const seen = calls.filter((call) => call.seen);
  if (seen.length === 0) return '–';
  const accepted = seen.filter((call) => call.seen?.accepted).length;
  return `${plural(seen.length, 'call')} known from the trace${accepted > 0 ? `, ${accepted} of them accepted on its word alone` : ''}`;
}

function byHand(plan: Plan): Block[] {
  if (plan.byHand.length === 0) return [];
  return [{
    kind: 'table', caption: 'Left to do by hand', show: 15,
    columns: [{ title: 'What' }, { title: 'Sites', kind: 'number' }, { title: 'Files' }, { title: 'Why by hand' }],
    rows: plan.byHand.map((work) => ({ cells: [work.title, String(work.sites), listed(work.files.map(code), 4), work.reason] })),
  }];
}

export function path({ plan, scan }: Dossier): Section {
  const section = { id: 'path', title: 'Migration path' };
  if (!plan) return { ...section, blocks: [missing('Not planned: the waves need the source.')] };
  const rest = [...components(plan), ...byHand(plan)];
  if (plan.waves.length === 0) return { ...section, blocks: [missing('The plan has no waves: nothing has to move.'), ...rest] };
  const data = new Map(plan.resources.map((resource) => [resource.resource, dataName(resource.pattern)]));
  const entries = new Map(scan.entryPoints.map((entry) => [entry.id, entry]));
  const total = days(waveDays(plan));
  return { ...section, lead: `${plural(plan.waves.length, 'wave')}, ${total} in all, uncalibrated. Each wave can be taken back by itself.`, blocks: [...plan.waves.map((wave, index) => waveBlock(wave, index, { entries, data })), ...rest] };
}
