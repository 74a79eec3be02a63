/** Where a folder of the storage record lies in this run: as the script sets the variable that names it, else where the code puts it while nothing is set. */
import path from 'node:path';
import { UserError } from '../core/errors.js';

export interface RecordedFolder {
  binding: string;
  /** While no variable is set; null: only the environment knows. */
  folder: string | null;
  /** As the plan writes it, `<env DATA_DIR|data>/jobs`; absent in a record that a person wrote. */
  text?: string | undefined;
}

/** `<env NAME|otherwise>rest` with the variables filled in; null when one that names no default is not set. */
function filledIn(text: string, env: Readonly<Record<string, string>>): string | null {
  const begins = /^<env (\w+)(\|?)/.exec(text);
  if (!begins) return text.startsWith('<') ? null : text;
  let end = begins[0].length;
  for (let depth = 1; end < text.length && depth > 0; end++) depth += text[end] === '<' ? 1 : text[end] === '>' ? -1 : 0;
  const set = env[begins[1] ?? ''];
  const otherwise = begins[2] === '' ? null : filledIn(text.slice(begins[0].length, end - 1), env);
  const value = set !== undefined && set !== '' ? set : otherwise;
  return value === null ? null : path.posix.normalize(value + text.slice(end));
}

const variablesIn = (text: string): string[] => [...text.matchAll(/<env (\w+)/g)].flatMap(([, name]) => name ?? []);

/** Throws a UserError when the folder is known to the environment alone, and the script says nothing of it. */
export function folderInRun({ binding, folder, text }: RecordedFolder, env: Readonly<Record<string, string>>): string {
  const filled = text === undefined ? folder : filledIn(text, env) ?? folder;
  if (filled !== null && filled !== folder && path.isAbsolute(filled)) throw new UserError('folder-outside', `The files of ${binding} lie in ${filled}, which is no folder of the app: nothing outside of its copy is read.`, 'Set the variable to a folder of the app under "env" of the script.');
  if (filled !== null) return filled;
  const [first] = variablesIn(text ?? '');
  throw new UserError('unknown-folder', `Only ${first ?? 'the environment'} says where the files of ${binding} are.`, `Set ${first ?? 'the variable'} to a folder of the app under "env" of the script, such as ${first ?? 'DATA_DIR'}: home`);
}
