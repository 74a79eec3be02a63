/** Colours by meaning, not by name; without colour every function returns its text untouched. */
import pc from 'picocolors';
import type { Impact } from '../../core/vocabulary.js';

export interface Paint {
  strong(text: string): string;
  quiet(text: string): string;
  heading(text: string): string;
  danger(text: string): string;
  warning(text: string): string;
  info(text: string): string;
  good(text: string): string;
  impact: Record<Impact, (text: string) => string>;
}

export function paintWith(colour: boolean): Paint {
  const c = pc.createColors(colour);
  return {
    strong: c.bold,
    quiet: c.dim,
    heading: (text) => c.bold(c.underline(text)),
    danger: c.red,
    warning: c.yellow,
    info: c.cyan,
    good: c.green,
    impact: { blocker: c.red, risk: c.yellow, setting: c.cyan, none: c.green },
  };
}

/** Readable without colour and in a log. */
export const IMPACT_MARK: Record<Impact, string> = { blocker: '✖', risk: '▲', setting: '●', none: '✔' };
