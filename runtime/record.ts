/** Reads what the recorder printed: calls in the order they were told, stacks led back to the sources. Judges nothing. */
import type { SourcePosition, PositionReader } from './source-position.js';
import { BUNDLE_NAME } from './source-position.js';
import { RECORD_MARK, type LoadStep, type RecordedCall, type RecordLine } from './record-lines.js';

export interface ObservedCall extends RecordedCall {
  /** Innermost first, without frames of the recorder. */
  frames: SourcePosition[];
}

export interface SeenStep extends LoadStep {
  frames: SourcePosition[];
}

export interface ReadRecord {
  /** In the order they were told. */
  calls: ObservedCall[];
  steps: SeenStep[];
}

const FRAME = new RegExp(`${BUNDLE_NAME.replace('.', '\\.')}:(\\d+):(\\d+)`);

/** Files that only a diagnosis or the bundler's own entry has. */
const isOurs = ({ file }: SourcePosition): boolean => /cf-migrate-|<stdin>|%3Cstdin%3E/.test(file);

/** The bundler names the function around a module after its file. */
const MODULE_LEVEL = /^\s*at (?:async )?(?:Object\.)?[^\s()]+\.[cm]?[jt]sx?\S* \(/;

/** Innermost first, up to where a module of the app's own runs while it loads: which module imports that one is no part of what it did. */
export function framesOf(stack: string, read: PositionReader): SourcePosition[] {
  const frames = stack.split('\n').flatMap((line) => {
    const match = FRAME.exec(line);
    const position = match ? read(Number(match[1]), Number(match[2])) : null;
    return position && !isOurs(position) ? [{ position, loads: MODULE_LEVEL.test(line) }] : [];
  });
  const loading = frames.findIndex(({ position, loads }) => loads && isOwn(position));
  return frames.slice(0, loading === -1 ? frames.length : loading + 1).map(({ position }) => position);
}

export const isOwn = ({ file }: SourcePosition): boolean => !file.includes('node_modules/') && !file.startsWith('/');

function parsed(line: string): RecordLine | null {
  const at = line.indexOf(RECORD_MARK);
  if (at === -1) return null;
  try {
    return JSON.parse(line.slice(at + RECORD_MARK.length)) as RecordLine;
  } catch {
    return null; // Cut off when workerd ended.
  }
}

/** An exception that no code of the app saw, as workerd prints it: `… failed: remote.jsg.TypeError: Premature close`. */
const UNCAUGHT = /\bUncaught exception: .*?jsg\.(?:DOMException\()?(\w+)\)?: (.*)$/;

function uncaught(line: string, request: number): ObservedCall[] {
  const [, name, message] = UNCAUGHT.exec(line) ?? [];
  return name === undefined || message === undefined ? [] : [{ request, kind: 'printed', api: 'workerd', error: { name, message }, stack: 0, frames: [] }];
}

/** Everything told in a printed text. */
export function readRecord(text: string, read: PositionReader): ReadRecord {
  const frames = new Map<number, SourcePosition[]>();
  const calls: ObservedCall[] = [];
  const steps: SeenStep[] = [];
  for (const line of text.split('\n')) {
    const entry = parsed(line);
    if (entry === null) calls.push(...uncaught(line, calls.at(-1)?.request ?? 0));
    else if ('text' in entry) frames.set(entry.stack, framesOf(entry.text, read));
    else if ('past' in entry) steps.push({ ...entry, frames: frames.get(entry.stack) ?? [] });
    else calls.push({ ...entry, frames: frames.get(entry.stack) ?? [] });
  }
  return { calls, steps };
}

/** What an app printed, without the record. */
export const withoutRecord = (text: string): string => text.split('\n').filter((line) => !line.includes(RECORD_MARK)).join('\n');
