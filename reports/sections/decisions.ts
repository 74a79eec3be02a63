/** The questions that people have to answer, each with its options, what follows, and the places that raise it. */
import type { Dossier } from '../../core/dossier.js';
import type { PlanDecision } from '../../core/plan.js';
import { at, missing, type Block, type Section, type Text } from '../blocks.js';
import { plural } from '../numbers.js';

const card = (decision: PlanDecision): Block => ({
  kind: 'decision',
  id: decision.id,
  question: decision.question,
  options: decision.options.map((option) => ({ id: option.id, title: option.title, consequence: option.consequence, isDefault: option.id === decision.default })),
  answer: decision.answer ?? null,
  owner: decision.owner ?? '',
  due: decision.due ?? '',
  evidence: decision.evidence.map((item): Text => (item.at ? [item.text, ' ', at(item.at)] : item.text)),
});

/** Answers that changed nothing, because nobody asked. */
const misfitNote = (misfits: string[]): Block[] => (misfits.length === 0 ? [] : [{ kind: 'note', tone: 'warning', title: 'Answers that fit nothing', text: 'They changed nothing:', list: misfits }]);

export function decisions({ plan, misfits }: Dossier): Section {
  const section = { id: 'decisions', title: 'Decisions needed' };
  if (!plan) return { ...section, blocks: [missing('Not planned: the questions follow from the plan.')] };
  if (plan.decisions.length === 0) return { ...section, blocks: [...misfitNote(misfits), missing('Nothing has to be decided.')] };
  const open = plan.decisions.filter((decision) => decision.answer === undefined).length;
  const lead = `${plural(open, 'question')} open, ${plan.decisions.length - open} answered. Until answered, the cost follows the default, and stored data waits in the plan.`;
  return { ...section, lead, blocks: [...misfitNote(misfits), ...plan.decisions.map(card)] };
}
