/** Says who called a function that was just entered: the nearest place in the program, and who stood between. Runs inside of the traced process. */
import { callersOf, type Frame } from './call-stack.js';
import { scriptPath, type OriginalPlace, type ScriptText } from './script-text.js';

export interface Caller {
  /** null: nothing of the program was on the stack. */
  at: OriginalPlace | null;
  /** Who called on the program's behalf; null when the program did itself. */
  via: string | null;
}

export interface KnownScripts {
  /** From now on, stacks through this script are understood. */
  learn(path: string, text: ScriptText): void;
  textOf(script: string): ScriptText | undefined;
  /** `below`: the function above which the stack is looked at. */
  callerOf(entered: string, below: (...args: never[]) => unknown): Caller;
}

export function knownScripts(): KnownScripts {
  const texts = new Map<string, ScriptText>();
  const paths = new Map<string, string>();
  /** Stacks name a CommonJS module by its path, an ES module by its URL. */
  const pathOf = (script: string): string => {
    const known = paths.get(script);
    if (known !== undefined) return known;
    const found = scriptPath(script) ?? '';
    paths.set(script, found);
    return found;
  };
  const textOf = (script: string): ScriptText | undefined => texts.get(pathOf(script));
  return {
    learn: (path, text) => void texts.set(path, text),
    textOf,
    callerOf: (entered, below) => nearest(callersOf((script) => pathOf(script) === pathOf(entered), below), textOf),
  };
}

function nearest(frames: readonly Frame[], textOf: (script: string) => ScriptText | undefined): Caller {
  let via: string | null = null;
  for (const frame of frames) {
    const text = frame.script === null ? undefined : textOf(frame.script);
    const at = text?.original(frame.line, frame.column) ?? null;
    if (at !== null) return { at, via };
    // What a transform added to a file of the program is nobody of its own.
    if (!text) via ??= strangerOf(frame);
  }
  return { at: null, via: via ?? 'the event loop' };
}

/** Whose code a frame outside of the program is: a package, a part of Node, a method that is built in. */
function strangerOf({ script, name }: Frame): string {
  if (script === null) return name === '' ? 'native code' : name;
  const inPackage = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(script)?.[1];
  if (inPackage) return inPackage.replaceAll('\\', '/');
  return script.startsWith('node:') ? script.replace(/^node:internal\/.*/, 'node') : 'code that is not of the program';
}
