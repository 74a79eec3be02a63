/** Short marks of what rules look for and say, so that two scans can be told apart by their rules. */
import { createHash } from 'node:crypto';
import type { Rule } from '../core/rules.js';
import { verdictsAt } from './verdict.js';

const fingerprint = (rule: Rule, date: string): string => createHash('sha256').update(JSON.stringify([rule.area, rule.match, verdictsAt(rule, date)])).digest('hex').slice(0, 8);

/** By rule id, at a compatibility date. */
export const fingerprints = (rules: readonly Rule[], date: string): Record<string, string> => Object.fromEntries(rules.map((rule) => [rule.id, fingerprint(rule, date)]));
