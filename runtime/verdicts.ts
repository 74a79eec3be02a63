/** From played answers to the rows of a verification. Adds no judgement beyond equal and how not. */
import type { Verification, VerifiedRequest } from '../core/verification.js';
import { compareAnswers, missedExpectation, type Difference } from './compare.js';
import type { Answer } from './http.js';
import type { ScriptRequest, VerifyScript } from './script.js';

function reported({ status, headers, body, event, failure, milliseconds }: Answer): VerifiedRequest['node'] {
  return { status, headers, body, ...(event ? { event } : {}), ...(failure ? { failure } : {}), milliseconds };
}

function comparedRequest(request: ScriptRequest, index: number, round: number, node: Answer, workers: Answer): VerifiedRequest {
  // Expectations speak of the first round: the second one finds what the first one left.
  const missed = round === 0 ? missedExpectation(node, workers, request.expect, request.ignore) : [];
  const differences = [...missed, ...compareAnswers(node, workers, request)];
  return { index, round: round + 1, title: request.title, node: reported(node), workers: reported(workers), equal: differences.length === 0, differences };
}

/** Answers side by side, request by request, round by round. */
export function comparedRequests(script: VerifyScript, node: Answer[][], workers: Answer[][]): VerifiedRequest[] {
  return node.flatMap((answers, round) => answers.flatMap((left, index) => {
    const request = script.requests[index];
    const right = workers[round]?.[index];
    return request && right ? [comparedRequest(request, index, round, left, right)] : [];
  }));
}

export const allEqual = (requests: VerifiedRequest[]): boolean => requests.every((request) => request.equal);

export const stateOf = (differences: Difference[] | null): Verification['state'] => (differences === null ? null : { equal: differences.length === 0, differences });

/** JSON paths that every request leaves out hold for the stored state too. */
export function stateIgnores(script: VerifyScript): string[] {
  const [first, ...others] = script.requests.map((request) => request.ignore);
  return (first ?? []).filter((path) => path.startsWith('$') && others.every((ignore) => ignore.includes(path)));
}
