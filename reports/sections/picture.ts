/** Before and after as a picture: what runs where, what crosses, which bindings hold the data; and the code by what happens to it. */
import { dataName } from '../../core/data-name.js';
import type { Dossier } from '../../core/dossier.js';
import type { Binding, Plan } from '../../core/plan.js';
import type { Scan } from '../../core/scan.js';
import { fewOf, missing, type Block, type PictureBox, type Section, type Tone } from '../blocks.js';
import { count, percent, plural } from '../numbers.js';
import { containerFiles, fateOf, FATE_TITLE, FATE_TONE, linesByFate, productionFiles } from '../summaries/dispositions.js';
import { closureGraphs } from '../summaries/closure-graph.js';
import { moduleGraph } from '../summaries/module-graph.js';
import { hostTitle, STORAGE_TITLE } from '../wording.js';

const ITEMS = 6;

const box = (title: string, tone: Tone, items: string[]): PictureBox => {
  const { shown, more } = fewOf(items, ITEMS);
  return { title, tone, items: shown, more };
};

const BINDING_TITLE: Record<Binding['kind'], string> = {
  kv_namespaces: 'KV', r2_buckets: 'R2', d1_databases: 'D1', queues: 'Queue', hyperdrive: 'Hyperdrive', ai: 'Workers AI', vectorize: 'Vectorize', images: 'Images', durable_objects: 'Durable Object', triggers: 'Cron Trigger', containers: 'Container',
};

function beforeBoxes(scan: Scan): PictureBox[] {
  const named = scan.host.find((fact) => fact.kind === 'host')?.name;
  const host = named === undefined ? 'Today\'s host' : hostTitle(named);
  const files = productionFiles(scan).map((file) => file.file);
  return [
    box(`${host}: one process, ${plural(files.length, 'module')}`, 'quiet', files),
    box('Its disk and databases', 'warning', scan.resources.map((resource) => dataName(resource.pattern))),
  ].filter((entry) => entry.items.length > 0);
}

function afterBoxes(scan: Scan, plan: Plan): { boxes: PictureBox[]; arrows: { from: number; to: number; label: string }[] } {
  const held = containerFiles(scan, plan);
  const outside = productionFiles(scan).map((file) => file.file).filter((file) => !held.has(file));
  const worker = plan.disposition.move === 'container' ? [] : [box(`Worker: ${plural(outside.length, 'module')}`, 'good', outside)];
  const inside = [...held];
  const container = inside.length > 0 && plan.disposition.move !== 'worker' ? [box(`Container: ${plural(inside.length, 'module')}`, 'info', inside)] : [];
  const data = plan.bindings.filter((binding) => binding.kind !== 'containers').map((binding) => `${BINDING_TITLE[binding.kind]} ${binding.binding}: ${binding.for}`);
  const unbound = plan.resources.filter((resource) => resource.target === 'decide' || resource.target === 'by-hand').map((resource) => `${STORAGE_TITLE[resource.target]}: ${dataName(resource.pattern)}`);
  const boxes = [...worker, ...container, ...[box('Bindings', 'info', data), box('Without a home yet', 'danger', unbound)].filter((entry) => entry.items.length > 0)];
  const crossing = plan.disposition.cut?.edges.reduce((total, edge) => total + edge.calls, 0) ?? 0;
  const arrows = worker.length > 0 && container.length > 0 ? [{ from: 0, to: 1, label: crossing > 0 ? `${plural(crossing, 'call')} ${crossing === 1 ? 'becomes a request' : 'become requests'}` : 'no call crosses' }] : [];
  return { boxes, arrows };
}

function pictureBlock({ scan, plan }: Dossier): Block {
  if (!plan) return missing('Not planned: the picture of the target needs the source.');
  if (plan.disposition.move === 'stay') return missing('The best move is to stay: nothing changes in the picture.');
  const { boxes, arrows } = afterBoxes(scan, plan);
  return { kind: 'picture', title: 'What runs where', description: `Today one process holds ${plural(productionFiles(scan).length, 'module')} and its data. After the move: ${boxes.map((entry) => entry.title).join('; ')}.`, before: beforeBoxes(scan), after: boxes, arrows };
}

const CELLS = 80;

function treemap({ scan, plan }: Dossier): Block[] {
  const inContainer = containerFiles(scan, plan);
  const files = productionFiles(scan).filter((file) => file.lines > 0).toSorted((a, b) => b.lines - a.lines);
  if (files.length < 2) return [];
  const { shown, more } = fewOf(files, CELLS);
  const parts = linesByFate(scan, plan);
  const total = parts.reduce((sum, part) => sum + part.lines, 0);
  return [
    {
      kind: 'share', title: 'Production lines by what happens to their file', description: parts.map((part) => `${FATE_TITLE[part.fate]}: ${percent(part.lines, total)}`).join(', '),
      parts: parts.map((part) => ({ label: FATE_TITLE[part.fate], value: part.lines, text: `${plural(part.files, 'file')}, ${count(part.lines)} lines, ${percent(part.lines, total)}`, tone: FATE_TONE[part.fate] })),
    },
    {
      kind: 'treemap', title: `Production files by size${more > 0 ? `, the largest ${CELLS} of ${count(files.length)}` : ''}`, description: 'Each rectangle is a file, its area the number of lines, its colour what happens to it. The table of the rewrite scope holds the same numbers.',
      cells: shown.map((file) => {
        const fate = fateOf(file, inContainer);
        return { label: file.file, weight: file.lines, text: `${count(file.lines)} lines, ${FATE_TITLE[fate]}`, tone: FATE_TONE[fate] };
      }),
    },
  ];
}

function graph(dossier: Dossier): Block[] {
  const found = moduleGraph(dossier);
  return found ? [found] : [];
}

/** The largest in full, the others folded. */
function closure({ plan }: Dossier): Block[] {
  const [first, ...others] = closureGraphs(plan);
  if (!first) return [];
  const folded = others.map((block): Block => ({ kind: 'fold', summary: block.title, blocks: [block], bulk: true }));
  return [{ kind: 'group', id: 'async-closure', title: 'What has to wait: the async closure', blocks: [first, ...folded] }];
}

export function picture(dossier: Dossier): Section {
  return { id: 'picture', title: 'Before and after', blocks: [pictureBlock(dossier), ...graph(dossier), ...treemap(dossier), ...closure(dossier)] };
}
