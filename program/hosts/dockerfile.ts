/** Dockerfile: what the last stage, with the stages it stands on, sets, mounts and starts. Instructions that need a shell to understand say nothing. */
import type { HostFact } from '../../core/program.js';
import { folderOf, placeOf, type HostReading } from './reading.js';

interface Instruction {
  word: string;
  rest: string;
  at: HostFact['at'];
}

interface Stage {
  name: string;
  base: string;
  instructions: Instruction[];
}

const WORDS = /^\s*(FROM|CMD|ENTRYPOINT|ENV|EXPOSE|VOLUME|WORKDIR|COPY|ADD|USER)\s+(.*)$/i;

function instructionsOf(file: string, text: string): Instruction[] {
  return text.replace(/^\s*#.*$/gm, '').replace(/\\\r?\n/g, ' ').split(/\r?\n/).flatMap((line) => {
    const match = WORDS.exec(line);
    return match ? [{ word: (match[1] ?? '').toUpperCase(), rest: (match[2] ?? '').trim(), at: placeOf(file, text, line.slice(0, 24).trim()) }] : [];
  });
}

function stagesOf(instructions: readonly Instruction[]): Stage[] {
  const stages: Stage[] = [];
  for (const instruction of instructions) {
    if (instruction.word === 'FROM') {
      const [, base = '', name = ''] = /^(?:--\S+\s+)*(\S+)(?:\s+as\s+(\S+))?/i.exec(instruction.rest) ?? [];
      stages.push({ base, name: name.toLowerCase(), instructions: [instruction] });
    } else stages.at(-1)?.instructions.push(instruction);
  }
  return stages;
}

/** The last stage after those of the same file that it is built from. */
function lineage(stages: readonly Stage[]): Stage[] {
  const line: Stage[] = [];
  for (let stage = stages.at(-1); stage && !line.includes(stage);) {
    line.unshift(stage);
    const base = stage.base.toLowerCase();
    stage = stages.find((other) => other.name !== '' && other.name === base);
  }
  return line;
}

/** The words of `["node", "x.js"]`; null for the form that a shell reads. */
function execForm(rest: string): string[] | null {
  if (!rest.startsWith('[')) return null;
  try {
    return (JSON.parse(rest) as unknown[]).map(String);
  } catch {
    return rest.replace(/[[\]"']/g, ' ').split(/[\s,]+/).filter(Boolean);
  }
}

const words = (rest: string): string => execForm(rest)?.join(' ') ?? rest;

export function environmentPairs(rest: string): [string, string][] {
  const pairs = [...rest.matchAll(/([A-Za-z_]\w*)=("[^"]*"|'[^']*'|\S+)/g)].map((m): [string, string] => [m[1] ?? '', (m[2] ?? '').replace(/^["']|["']$/g, '')]);
  if (pairs.length > 0) return pairs;
  const [name = '', ...value] = rest.split(/\s+/);
  return [[name, value.join(' ')]];
}

/** ENTRYPOINT in exec form takes CMD as its arguments; in shell form it ignores it. */
function started(instructions: readonly Instruction[]): { command: string; from: Instruction } | null {
  const entry = instructions.findLast((i) => i.word === 'ENTRYPOINT');
  const cmd = instructions.findLast((i) => i.word === 'CMD');
  if (!entry) return cmd ? { command: words(cmd.rest), from: cmd } : null;
  const takes = execForm(entry.rest) !== null && cmd !== undefined && instructions.indexOf(cmd) >= 0;
  return { command: takes ? `${words(entry.rest)} ${words(cmd.rest)}` : words(entry.rest), from: entry };
}

/** Folders of the project that are copied into the image, nearest first: `COPY server/ ./`. */
function copiedFolders(instructions: readonly Instruction[]): string[] {
  return instructions.filter((i) => (i.word === 'COPY' || i.word === 'ADD') && !/--from=/.test(i.rest)).flatMap((i) => {
    const sources = words(i.rest).split(/\s+/).filter((word) => word !== '' && !word.startsWith('--')).slice(0, -1);
    return sources.map((source) => source.replace(/^\.?\//, '').replace(/\/$/, '')).filter((source) => /^[\w@-][\w@./-]*$/.test(source));
  });
}

/** The working folder at the end: relative ones add up. */
function workingFolder(instructions: readonly Instruction[]): string {
  return instructions.filter((i) => i.word === 'WORKDIR').reduce((at, { rest }) => (rest.startsWith('/') ? rest : `${at.replace(/\/$/, '')}/${rest}`), '/').replace(/(.)\/$/, '$1');
}

export function dockerfile(file: string, text: string): HostReading {
  const instructions = lineage(stagesOf(instructionsOf(file, text))).flatMap((stage) => stage.instructions);
  const facts: HostFact[] = instructions.flatMap(({ word, rest, at }): HostFact[] => {
    switch (word) {
      case 'FROM': return [{ kind: 'base-image', name: 'FROM', value: rest.replace(/^(?:--\S+\s+)*/, '').split(/\s/)[0] ?? '', at }];
      case 'EXPOSE': return [{ kind: 'port', name: 'EXPOSE', value: rest, at }];
      case 'VOLUME': return words(rest).split(/\s+/).map((mount): HostFact => ({ kind: 'volume', name: 'VOLUME', value: mount, at }));
      case 'ENV': return environmentPairs(rest).map(([name, value]): HostFact => ({ kind: 'env', name, value, at }));
      default: return [];
    }
  });
  const run = started(instructions);
  const folder = workingFolder(instructions);
  const places: HostFact[] = folder === '/' ? [] : [{ kind: 'working-folder', name: 'WORKDIR', value: folder, at: placeOf(file, text, 'WORKDIR') }];
  if (!run) return { facts: [...facts, ...places], commands: [] };
  const source = `${file} ${run.from.word}`;
  // What lies at /app in the image lies at the root of the project.
  const command = folder === '/' ? run.command : run.command.replaceAll(new RegExp(`(^|\\s)${folder.replace(/[.+]/g, '\\$&')}/`, 'g'), '$1./');
  return {
    facts: [...facts, ...places, { kind: 'command', name: source, value: run.command, at: run.from.at }],
    commands: [{ command, source, folder: folderOf(file), folders: ['', ...copiedFolders(instructions)], at: run.from.at }],
  };
}
