/** What can be said about speed without measuring: round trips per request before and after, cold starts as documented. No milliseconds of our own. */
import type { Dossier } from '../../core/dossier.js';
import { code, missing, type Block, type Section, type Text } from '../blocks.js';
import { calls, plural } from '../numbers.js';
import { COLD_START_CONTAINER, COLD_START_WORKER, CONTAINER_SLEEP, KV_STALENESS, noteText, type PlatformNote } from '../platform-notes.js';
import { isZero, roundTrips } from '../summaries/round-trips.js';
import { STORAGE_TITLE } from '../wording.js';

function table({ scan, plan }: Dossier): Block {
  const rows = plan ? roundTrips(scan, plan) : [];
  if (!plan) return missing('Not planned: round trips after the move follow from the plan.');
  if (rows.length === 0) return missing('No storage call could be tied to an entry point, so no round trips can be counted.');
  return {
    kind: 'table', caption: 'Storage calls per run of an entry point. A call inside the process costs no round trip; a call to a binding costs one.', show: 15,
    columns: [{ title: 'Entry point' }, { title: 'In the process today', kind: 'number' }, { title: 'Over the network today', kind: 'number' }, { title: 'Over the network after the plan', kind: 'number' }, { title: 'To' }, { title: 'Undecided', kind: 'number' }],
    rows: rows.map((row) => ({
      cells: [
        [code(row.entryPoint)], calls(row.localToday), calls(row.remoteToday), calls(row.after),
        row.byTarget.map(({ target, calls: own }) => `${STORAGE_TITLE[target]} ${calls(own)}`).join(', ') || '–', isZero(row.undecided) ? '–' : calls(row.undecided),
      ],
    })),
  };
}

function crossing({ plan }: Dossier): Block[] {
  const edges = plan?.disposition.move === 'worker-and-container' ? plan.disposition.cut?.edges ?? [] : [];
  const total = edges.reduce((sum, edge) => sum + edge.calls, 0);
  return total === 0 ? [] : [{ kind: 'paragraph', text: `${plural(total, 'call')} between modules ${total === 1 ? 'becomes a request' : 'become requests'} between Worker and Container, one round trip each time.` }];
}

function closure({ plan }: Dossier): Block[] {
  const rewritten = plan?.components.filter((component) => component.status === 'rewrite') ?? [];
  const functions = rewritten.reduce((sum, component) => sum + component.functions.length, 0);
  return functions === 0 ? [] : [{ kind: 'paragraph', text: `${plural(functions, 'function')} ${functions === 1 ? 'turns' : 'turn'} asynchronous, so that other requests run while one waits.` }];
}

function notes({ plan }: Dossier): Block {
  const targets = new Set(plan?.resources.map((resource) => resource.target));
  const container = plan === null || plan.disposition.move === 'container' || plan.disposition.move === 'worker-and-container';
  const chosen: PlatformNote[] = [
    ...(plan?.disposition.move === 'container' ? [] : [COLD_START_WORKER]),
    ...(container ? [COLD_START_CONTAINER, CONTAINER_SLEEP] : []),
    ...(targets.has('kv') ? [KV_STALENESS] : []),
  ];
  return { kind: 'list', style: 'bullet', items: chosen.map((note): Text => noteText(note)) };
}

export const performance = (dossier: Dossier): Section => ({
  id: 'performance',
  title: 'Performance expectations',
  lead: 'Counted from the code, with bounds where loops or branches are unknown. Durations are not predicted: cf-migrate verify plays requests against both, and only a load test on the platform measures.',
  blocks: [table(dossier), ...crossing(dossier), ...closure(dossier), notes(dossier)],
});
