/** Version conditions of rules. */
import { coerce, satisfies } from 'semver';

/** A range on an unknown version holds for nobody: the version decides what is true. */
export function versionFits(range: string | undefined, version: string | null): boolean {
  if (range === undefined) return true;
  const known = version === null ? null : coerce(version);
  return known !== null && satisfies(known, range);
}
