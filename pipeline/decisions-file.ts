/** Reads decisions.yaml: the answers of the team, as the page of a report saves them. */
import { z } from 'zod';
import { type Project, readProjectFile } from '../core/project.js';
import { parseYaml, placesInYaml } from '../core/yaml.js';
import type { AnswerProblem, DecisionAnswer } from '../planning/apply-decisions.js';

const DECISIONS_FILE = 'decisions.yaml';

const FIELDS = ['answer', 'owner', 'due'];

const schema = z.strictObject({
  version: z.literal(1).optional(),
  decisions: z.record(z.string(), z.strictObject({ answer: z.string().optional(), owner: z.string().optional(), due: z.string().optional() }), {
    error: 'decisions are written as names with an answer below, as the page of a report saves them',
  }).nullish(),
});

export interface DecisionsFile {
  answers: DecisionAnswer[];
  /** A sentence for each answer that fits nothing, with its place. */
  explain: (problems: readonly AnswerProblem[]) => string[];
}

/** The answers beside the application; none when there is no file. Throws UserError with line and column for a mistake. */
export function readDecisions(project: Project): DecisionsFile {
  const text = readProjectFile(project, DECISIONS_FILE);
  if (text === null) return { answers: [], explain: () => [] };
  const { decisions } = parseYaml(text, DECISIONS_FILE, schema, { keysAt: (path) => (path.length === 0 ? ['version', 'decisions'] : FIELDS) });
  return {
    answers: Object.entries(decisions ?? {}).map(([id, { answer, owner, due }]) => ({ id, ...(answer ? { answer } : {}), ...(owner ? { owner } : {}), ...(due ? { due } : {}) })),
    explain: (problems) => explained(problems, text),
  };
}

/** The text is read for places only when something is to be said of it. */
function explained(problems: readonly AnswerProblem[], text: string): string[] {
  if (problems.length === 0) return [];
  const placeOf = placesInYaml(text);
  return problems.map(({ id, message, hint }) => {
    const { line, column } = placeOf(['decisions', id]);
    return `${DECISIONS_FILE}:${line}:${column}: ${message}. ${hint}`;
  });
}
