/** The scan for a terminal: what is the answer, what blocks and why, what it leans on, what to do next. Prints nothing itself. */
import type { Scan } from '../../core/scan.js';
import { paintWith, type Paint } from './paint.js';
import { blockerPart } from './scan-blockers.js';
import { bannerPart, coveragePart, headPart, nextPart } from './scan-frame.js';
import { compatibilityPart, resourcePart, riskPart, settingPart } from './scan-tables.js';
import { trimEnd } from './table.js';

export interface TerminalOptions {
  /** Columns of the terminal; narrower than 60 is drawn for 60, wider than 120 for 120. */
  width: number;
  colour: boolean;
  /** What the user typed for the folder, for the commands under "Next". */
  directory?: string;
}

export interface PartContext {
  scan: Scan;
  width: number;
  colour: boolean;
  paint: Paint;
  directory: string;
}

/** A part is its lines; an empty one is left out together with the line above it. */
export type Part = (context: PartContext) => string[];

const PARTS: Part[] = [bannerPart, headPart, compatibilityPart, blockerPart, riskPart, settingPart, resourcePart, coveragePart, nextPart];

export function renderScanTerminal(scan: Scan, options: TerminalOptions): string {
  const context: PartContext = {
    scan,
    width: Math.min(120, Math.max(60, options.width)),
    colour: options.colour,
    paint: paintWith(options.colour),
    directory: options.directory ?? '',
  };
  const parts = PARTS.map((part) => part(context)).filter((lines) => lines.length > 0);
  return parts.map((lines) => `${lines.map(trimEnd).join('\n')}\n`).join('\n');
}
