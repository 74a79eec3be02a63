/** What the rule pack says of packages that stand in nobody's way. Silence of the rules is no such word. */
import type { Harmless, RulePack } from '../core/rules.js';
import { versionFits } from './versions.js';

/** The entry on a package in this version, if it was looked at. */
export const harmlessEntry = (pack: RulePack, name: string, version: string | null): Harmless | undefined =>
  pack.harmless.find((entry) => entry.packages.includes(name) && versionFits(entry.version, version));
