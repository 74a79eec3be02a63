/** Stored data one by one: what it is for, how it is used, what each target does to it, where the plan puts it and why. */
import type { Dossier } from '../../core/dossier.js';
import type { PlannedResource } from '../../core/plan.js';
import type { Resource } from '../../core/program.js';
import type { Finding } from '../../core/scan.js';
import type { Target } from '../../core/vocabulary.js';
import { chip, code, missing, sentences, small, type Block, type Section, type Text } from '../blocks.js';
import { plural } from '../numbers.js';
import { counted, focusOf, gravest, groupBy, impactRank } from '../summaries/counted.js';
import { IMPACT_TONE, LIFETIME_TITLE, NO_HARM, PERSISTENCE_TITLE, READERS_TITLE, STORAGE_TITLE, VERDICT_TITLE, WRITES_TITLE } from '../wording.js';

function verdict(findings: Finding[], target: Target): Text {
  const worst = gravest(findings, target);
  if (!worst) return '–';
  const impact = worst.impactBy[target];
  return [chip(impact === 'none' && worst.verdict[target] !== 'works' ? NO_HARM : VERDICT_TITLE[worst.verdict[target]], IMPACT_TONE[impact])];
}

function home(planned: PlannedResource | undefined, hasPlan: boolean): Text {
  if (!hasPlan) return 'not planned';
  if (!planned) return 'not in the plan';
  const refused = planned.instead[0];
  const words = [`${STORAGE_TITLE[planned.target]}: ${planned.reason}`, ...(refused ? [`Not ${STORAGE_TITLE[refused.target]}: ${refused.reason}`] : []), ...(planned.accepted ? [`Accepted: ${planned.accepted}`] : [])];
  return sentences(words);
}

function use(resource: Resource): string {
  return `${LIFETIME_TITLE[resource.lifetime]}; ${WRITES_TITLE[resource.writes]}; ${READERS_TITLE[resource.readers]}`;
}

function table({ scan, plan }: Dossier): Block {
  const touched = groupBy(counted(scan).filter((finding) => finding.resource), (finding) => finding.resource ?? '');
  const planned = new Map(plan?.resources.map((resource) => [resource.resource, resource]));
  const focus = focusOf(scan);
  const weight = (resource: Resource): number => impactRank(gravest(touched.get(resource.id) ?? [], focus)?.impactBy[focus] ?? 'none');
  const resources = scan.resources.toSorted((a, b) => weight(a) - weight(b));
  return {
    kind: 'table', caption: `${plural(resources.length, 'store', 'stores')} of data`, show: 15, filter: true,
    columns: [{ title: 'Data' }, { title: 'Purpose' }, { title: 'Use' }, { title: 'Workers' }, { title: 'Container' }, { title: 'Planned home' }],
    rows: resources.map((resource) => {
      const findings = touched.get(resource.id) ?? [];
      const purpose: Text = resource.persistence === 'unknown' ? [chip('unknown', 'warning')] : PERSISTENCE_TITLE[resource.persistence];
      return { cells: [[code(resource.pattern)], purpose, resource.reasons[0] ? [use(resource), small(resource.reasons[0])] : use(resource), verdict(findings, 'workers'), verdict(findings, 'containers'), home(planned.get(resource.id), plan !== null)] };
    }),
  };
}

export function storedData(dossier: Dossier): Section {
  const blocks = dossier.scan.resources.length > 0 ? [table(dossier)] : [missing('The scan found no file, database or queue that the program keeps data in.')];
  return { id: 'stored-data', title: 'Stored data and where it goes', lead: 'A write that succeeds and is gone later is the dangerous kind, so every store has a purpose here; unknown is an answer.', blocks };
}
