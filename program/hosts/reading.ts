/** What a host file is read into, and the small tools that all readers of host files share. */
import type { HostFact } from '../../core/program.js';

/** A command line that starts the program, and where it stands. */
export interface StartCommand {
  command: string;
  source: string;
  /** The folder it runs in, as far as the project's own folders go. */
  folder: string;
  /** Further folders in which its files may lie: what a Dockerfile copies to the working folder. */
  folders?: string[];
  at: HostFact['at'];
}

export interface HostReading {
  facts: HostFact[];
  commands: StartCommand[];
}

export const NOTHING: HostReading = { facts: [], commands: [] };

export const joined = (readings: readonly HostReading[]): HostReading => ({ facts: readings.flatMap((r) => r.facts), commands: readings.flatMap((r) => r.commands) });

/** Place of the first `needle` in a text; the start of the file when it is not there. */
export function placeOf(file: string, text: string, needle: string): HostFact['at'] {
  const start = Math.max(0, text.indexOf(needle));
  const before = text.slice(0, start);
  return { file, line: before.split('\n').length, column: start - before.lastIndexOf('\n'), start, end: start + needle.length };
}

export const folderOf = (file: string): string => (file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '');

export type Tree = Record<string, unknown>;
export const tree = (value: unknown): Tree => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tree) : {});
export const items = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const trees = (value: unknown): Tree[] => items(value).map(tree);

/** Words of a command that is a text, or a list of texts. */
export const commandText = (value: unknown): string => (Array.isArray(value) ? value.map(String).join(' ') : typeof value === 'string' ? value : '');

export type Add = (kind: HostFact['kind'], name: string, value: unknown, needle?: string) => void;

/** Collects facts of one file; absent values are no facts. */
export function collector(file: string, text: string): { facts: HostFact[]; commands: StartCommand[]; add: Add; start: (command: string, source: string, folder?: string) => void } {
  const facts: HostFact[] = [];
  const commands: StartCommand[] = [];
  const add: Add = (kind, name, value, needle = name) => {
    if (value !== undefined && value !== null && value !== '' && typeof value !== 'object') facts.push({ kind, name, value: String(value), at: placeOf(file, text, needle) });
  };
  const start = (command: string, source: string, folder = folderOf(file)): void => {
    if (command.trim() === '') return;
    const at = placeOf(file, text, command.split(/\s/)[0] ?? '');
    commands.push({ command, source: `${file} ${source}`, folder, at });
    facts.push({ kind: 'command', name: `${file} ${source}`, value: command, at });
  };
  return { facts, commands, add, start };
}

/** `2048` of a unit of MiB as the text that other host files use. */
export const mebibytes = (value: unknown): string | undefined => (value === undefined || Number.isNaN(Number(value)) ? undefined : `${Number(value)}Mi`);

/** `NAME=value` lines, or a table. */
export const pairsOf = (value: unknown): [string, unknown][] =>
  Array.isArray(value)
    ? value.map((line): [string, unknown] => {
      const [name = '', ...rest] = String(line).split('=');
      return [name, rest.join('=')];
    })
    : Object.entries(tree(value));
