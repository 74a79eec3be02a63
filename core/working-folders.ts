/** Where a relative path lies on the host: below each folder that the host's files name as the working folder. */
import type { HostFact } from './program.js';

/** `data/a.json` → `/app/data/a.json`; nothing for paths that do not start with a plain name. */
export function inWorkingFolders(text: string, host: readonly HostFact[]): string[] {
  if (!/^(?:\.\/)?[\w.-]/.test(text)) return [];
  return host.filter((fact) => fact.kind === 'working-folder').map((fact) => `${fact.value.replace(/\/$/, '')}/${text.replace(/^\.\//, '')}`);
}
