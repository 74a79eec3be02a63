/** What was seen of a rule's call on workerd: the line beside a blocker, and the entry in the appendix with the code that was run. */
import type { Dossier, RuleEvidence } from '../../core/dossier.js';
import { code, missing, type Block, type Inline } from '../blocks.js';
import { NOT_PROVABLE } from '../wording.js';

type Shown = RuleEvidence['snippets'][number];

const SAID = 200;

const clipped = (text: string): string => (text.length > SAID ? `${text.slice(0, SAID)}…` : text);

/** `throws, Error: …`, for plain text. */
export const outcomeText = ({ outcome, stage, text }: Shown): string => `${outcome}${stage ? ` at ${stage}` : ''}${text === undefined ? '' : `, ${clipped(text)}`}`;

/** One sentence for formats of one line; '' where there is no evidence. */
export function evidenceLine(evidence: RuleEvidence | undefined): string {
  if (!evidence) return '';
  if (evidence.unprovable) return `Not run: ${NOT_PROVABLE[evidence.unprovable]}.`;
  return `On workerd ${evidence.workerd}: ${evidence.snippets.map((one) => `${one.id} at ${one.date}: ${one.outcome}${one.stage ? ` at ${one.stage}` : ''}`).join('; ')}.`;
}

export const evidenceId = (rule: string): string => `evidence-${rule}`;

/** Beside a blocker: what was seen first, and where to see all of it. */
export function evidenceFact(rule: string, rules: Dossier['rules']): { name: string; value: Inline[] }[] {
  const evidence = rules[rule]?.observed;
  if (!evidence) return [];
  const [first] = evidence.snippets;
  const seen: Inline[] = first
    ? [`Run on workerd ${evidence.workerd} at ${first.date}: ${outcomeText(first)}. `]
    : [evidence.unprovable ? `Not run: ${NOT_PROVABLE[evidence.unprovable]}. ` : ''];
  return [{ name: 'Evidence', value: [...seen, { to: evidenceId(rule), text: 'The code that was run' }, ', or ', code(`cf-migrate explain ${rule}`)] }];
}

function snippetBlocks(shown: Shown): Block[] {
  const platform = shown.platform === 'node' ? ', bundled with WRANGLER_BUILD_PLATFORM=node' : '';
  return [{ kind: 'code', caption: [`${shown.shows} (`, code(shown.id), `), at ${shown.date}${platform}: ${outcomeText(shown)}`], from: 1, mark: 0, lines: shown.source.trimEnd().split('\n') }];
}

/** A snippet is shown once; that it came out alike on the other platform is said by `explain`. */
const onePlatform = (snippets: readonly Shown[]): Shown[] => snippets.filter((one, index) => snippets.findIndex(({ id }) => id === one.id) === index);

function entry([rule, evidence]: [string, RuleEvidence]): Block {
  const snippets = onePlatform(evidence.snippets);
  const blocks: Block[] = evidence.unprovable
    ? [{ kind: 'paragraph', text: `Not provable by running it: ${NOT_PROVABLE[evidence.unprovable]}.` }]
    : [
      { kind: 'paragraph', text: [`Seen on workerd ${evidence.workerd}: `, [...new Set(snippets.map(({ outcome }) => outcome))].join(', '), '. All dates: ', code(`cf-migrate explain ${rule}`)] },
      { kind: 'fold', summary: 'The code that was run', blocks: snippets.flatMap(snippetBlocks), bulk: true },
    ];
  return { kind: 'group', id: evidenceId(rule), title: [code(rule)], blocks };
}

/** An entry for each rule that the findings name. */
export function evidenceEntries(rules: Dossier['rules']): Block[] {
  const own = Object.entries(rules).flatMap(([rule, { observed }]): [string, RuleEvidence][] => (observed ? [[rule, observed]] : []));
  return own.length === 0 ? [missing('No rule that matched has evidence at hand.')] : own.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(entry);
}
