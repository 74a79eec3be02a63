/** The part of V8's inspector that the recorder uses, in this very thread: it hears of each script before it runs, and asks a question where a function is entered. It never pauses anything. */
import { Session } from 'node:inspector';
import type { BreakLocation } from './entries.js';

export interface ParsedScript {
  scriptId: string;
  url: string;
  sourceMapURL: string;
  startLine: number;
  startColumn: number;
}

export interface Debugger {
  /** Begins, with the scripts that are there already; each one is told before it runs. */
  listen(onScript: (script: ParsedScript) => void, onHit: (index: number) => void): void;
  locations(script: ParsedScript): BreakLocation[];
  source(script: ParsedScript): string;
  /** Has the listener told of `index` whenever the place is passed; answers what `forget` takes, null where V8 refuses. */
  watch(script: ParsedScript, at: { line: number; column: number }, index: number): string | null;
  forget(breakpoint: string): void;
}

/** Conditions of breakpoints call it, in every context of this thread. */
const BINDING = '__cf_migrate_entered';

/** Answers the result, or null when V8 refuses: the recording then lacks something, and the program goes on. */
function ask<T>(session: Session, method: string, params: object): T | null {
  const answers: T[] = [];
  // In a session of the same thread the answer comes before `post` returns.
  (session.post as (method: string, params: object, answer: (error: Error | null, result: T) => void) => void).call(session, method, params, (error, result) => {
    if (!error) answers.push(result);
  });
  return answers[0] ?? null;
}

/** Throws what Node throws where it has no inspector. */
export function openDebugger(): Debugger {
  const session = new Session();
  session.connect();
  return {
    listen(onScript, onHit) {
      session.on('Runtime.bindingCalled', ({ params }) => {
        if (params.name === BINDING) onHit(Number(params.payload));
      });
      session.on('Debugger.scriptParsed', ({ params }) => {
        // Each question is a script of its own, without a name.
        if (params.url !== '') onScript({ ...params, sourceMapURL: params.sourceMapURL ?? '' });
      });
      ask(session, 'Runtime.addBinding', { name: BINDING });
      hide();
      ask(session, 'Debugger.enable', { maxScriptsCacheSize: 0 });
    },
    locations: ({ scriptId, startLine, startColumn }) => ask<{ locations: BreakLocation[] }>(session, 'Debugger.getPossibleBreakpoints', { start: { scriptId, lineNumber: startLine, columnNumber: Math.max(0, startColumn) } })?.locations ?? [],
    source: ({ scriptId }) => ask<{ scriptSource: string }>(session, 'Debugger.getScriptSource', { scriptId })?.scriptSource ?? '',
    watch: ({ scriptId }, { line, column }, index) => ask<{ breakpointId: string }>(session, 'Debugger.setBreakpoint', { location: { scriptId, lineNumber: line, columnNumber: column }, condition: `typeof ${BINDING}==='function'&&${BINDING}('${index}')` })?.breakpointId ?? null,
    forget: (breakpointId) => void ask(session, 'Debugger.removeBreakpoint', { breakpointId }),
  };
}

/** Whoever lists the globals, as checks for leaks do, need not see it. */
function hide(): void {
  const descriptor = Object.getOwnPropertyDescriptor(globalThis, BINDING);
  if (descriptor?.configurable) Object.defineProperty(globalThis, BINDING, { ...descriptor, enumerable: false });
}
