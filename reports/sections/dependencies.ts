/** Packages to remove, to add and to keep, each with its version and the reason; and the bindings the configuration needs. */
import type { Dossier } from '../../core/dossier.js';
import type { DependencyChange } from '../../core/plan.js';
import { chip, code, missing, type Block, type Row, type Section, type Tone } from '../blocks.js';

const rows = (changes: DependencyChange[], word: string, tone: Tone): Row[] =>
  changes.map((change) => ({ cells: [[chip(word, tone)], [code(change.name)], change.version ?? 'version unknown', change.why] }));

export function dependencies({ plan }: Dossier): Section {
  const section = { id: 'dependencies', title: 'Dependency changes' };
  if (!plan) return { ...section, blocks: [missing('Not planned: what leaves and what comes follows from the plan.')] };
  const { remove, add, keep } = plan.dependencies;
  const all = [...rows(remove, 'Remove', 'danger'), ...rows(add, 'Add', 'good'), ...rows(keep, 'Keep', 'quiet')];
  const packages: Block = all.length === 0
    ? missing('No package has to change.')
    : { kind: 'table', caption: `${remove.length} to remove, ${add.length} to add, ${keep.length} to keep`, columns: [{ title: 'Change' }, { title: 'Package' }, { title: 'Version' }, { title: 'Why' }], rows: all, show: 20 };
  const bindings: Block = plan.bindings.length === 0
    ? missing('No binding is needed.')
    : {
      kind: 'table', caption: 'Bindings for the configuration', columns: [{ title: 'Binding' }, { title: 'Kind' }, { title: 'Holds' }],
      rows: plan.bindings.map((binding) => ({ cells: [[code(binding.binding)], [code(binding.kind)], binding.for] })),
    };
  return { ...section, blocks: [packages, bindings] };
}
