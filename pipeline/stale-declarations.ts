/** Names declaration files that still say what functions gave before they came to wait. A compiler writes them, or a person does: no codemod. */
import type { Change } from '../core/changes.js';
import { declarationOf } from '../core/declarations.js';
import type { PlanComponent, PlannedFunction } from '../core/plan.js';
import { BETWEEN } from './type-check.js';

const SHOWN = 3;

/** One sentence for each declaration file beside a changed one that names a function which waits now. */
export function staleDeclarations(components: readonly PlanComponent[], changes: readonly Change[], read: (file: string) => string | null): string[] {
  const written = new Set(changes.map(({ file }) => file));
  const turnedIn = ({ file, component }: Change): PlannedFunction[] => {
    const owners = new Set(component.split(BETWEEN));
    return components.filter(({ id }) => owners.has(id)).flatMap(({ functions }) => functions).filter(({ at }) => at.file === file);
  };
  return changes.flatMap((change) => {
    const { file, sha256 } = change;
    const declaration = sha256 === null ? null : declarationOf(file);
    const text = declaration === null || written.has(declaration) ? null : read(declaration);
    const names = text === null ? [] : [...new Set(turnedIn(change).map(nameIn))].filter((name) => declares(text, name));
    if (names.length === 0) return [];
    const shown = names.length > SHOWN ? `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more` : names.join(', ');
    return [`${declaration}: it says what ${shown} gave before, and ${file} is another now. Build it anew from its source, with the same change there, or write the promises into it`];
  });
}

const nameIn = ({ name }: PlannedFunction): string => name.slice(name.lastIndexOf('.') + 1);

const declares = (text: string, name: string): boolean => /^[\w$]+$/.test(name) && new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`).test(text);
