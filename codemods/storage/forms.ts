/** Forms that hand out the files of a request as streams (busboy and its kin): the text by which they say that they are done once what a file was piped into is stored, and the edit of the listener that takes the files. */
import jscodeshift, { type ASTPath } from 'jscodeshift';
import { type TextEdit, wrapRange } from '../shared/edits.js';
import type { ModuleImport, NewModule } from '../shared/render.js';
import { type Ranged, type Source, rangeOf } from '../shared/source.js';

type Texts = Record<string, NewModule['body'][number]>;

const LISTENER = '‹<Listener extends (...given: any[]) => void>›';

export const formTexts: Texts = {
  incoming: { exports: 'incoming', code: `// Listens to the files of a form, which says that it is done once what they were piped into is stored.
function incoming${LISTENER}(listener‹: Listener›)‹: Listener› {
  return adapter.incoming(listener);
}` },
};

export const diskForms: Texts = {
  incoming: { exports: 'incoming', code: `// A disk keeps what it is told without delay: the form is left as it is.
function incoming${LISTENER}(listener‹: Listener›)‹: Listener› {
  return listener;
}` },
};

/** Of an adapter of a store. */
export const storeForms: Texts = {
  incoming: { exports: 'incoming', code: `// Listens to the files of a form; the streams that it opens are put when they end, and the form waits for them.
function incoming${LISTENER}(listener‹: Listener›)‹: Listener› {
  return function (‹this: EventEmitter, ›...given‹: any[]›) {
    return form.run(streamsOf(this), () => listener.apply(this, given));
  }‹ as Listener›;
}` },
};

/** What the operation is made of, before it. */
export const formParts = (operations: ReadonlySet<string>): NewModule['body'] => (operations.has('incoming') ? [
  { code: `// Streams that the listener to a form has opened, with what is piped into them.
const form = new AsyncLocalStorage‹<Map<Writable, Set<Source>>>›();
const forms = new WeakMap‹<object, Map<Writable, Set<Source>>>›();` },
  { code: `// It has its end, or what is piped into it has.
const isPassing = (source‹: Source›) => source.writableEnded && !source.readableEnded && !source.destroyed;
const isEnding = (stream‹: Writable›, sources‹: Set<Source>›) => !stream.closed && (stream.writableEnded || [...sources].some(isPassing));
const anyOf = (emitters‹: Iterable<EventEmitter>›, events‹: string[]›) => Promise.race([...emitters].map((emitter) => Promise.race(events.map((event) => new Promise((resolve) => emitter.once(event, resolve))))));

// 'finish' and 'close' of the form come after what is about to end has been put; one that ends later is not waited for.
function streamsOf(emitter‹: EventEmitter›) {
  const known = forms.get(emitter);
  if (known) return known;
  const streams = new Map‹<Writable, Set<Source>>›();
  forms.set(emitter, streams);
  const { emit } = emitter;
  let turn = Promise.resolve();
  const stored = async () => {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const ending = [...streams].filter(([stream, sources]) => isEnding(stream, sources));
      if (ending.length === 0) return;
      await anyOf(ending.flatMap(([stream, sources]) => [stream, ...sources]), ['end', 'close']);
    }
  };
  emitter.emit = (event‹: string | symbol›, ...given‹: unknown[]›) => {
    if (event !== 'finish' && event !== 'close') return emit.call(emitter, event, ...given);
    turn = turn.then(stored).then(() => void process.nextTick(() => emit.call(emitter, event, ...given)));
    return emitter.listenerCount(event) > 0;
  };
  return streams;
}` },
] : []);

/** Said of a stream that is opened. */
export const JOINS_FORM = `  const opened = form.getStore();
  if (opened) {
    const sources = new Set‹<Source>›();
    opened.set(stream, sources);
    stream.on('pipe', (source) => sources.add(source));
  }
`;

export const formImports = (operations: ReadonlySet<string>): ModuleImport[] => (operations.has('incoming') ? [{ kind: 'named', names: ['AsyncLocalStorage'], from: 'node:async_hooks' }] : []);

/** Types of the parts, where the language has types. */
export const formTypes = (operations: ReadonlySet<string>): NewModule['body'] => (operations.has('incoming') ? [{ code: `‹import type { EventEmitter } from 'node:events';

type Source = EventEmitter & { writableEnded?: boolean; readableEnded?: boolean; destroyed?: boolean };›` }] : []);

const PACKAGES = /^(?:@fastify\/)?busboy$|^connect-busboy$/;

/** `form.on('file', listener)` in a file that opens streams to write: null where there is none. */
export function formEdits(source: Source, alias: string): { edits: TextEdit[]; reshaped: [number, number][] } | null {
  if (!takesForms(source)) return null;
  const listeners = source.root.find(jscodeshift.CallExpression).paths().flatMap((path) => listenerOf(path as unknown as ASTPath) ?? []);
  return listeners.length === 0 ? null : { edits: listeners.flatMap((listener) => wrapRange(rangeOf(listener), `${alias}.incoming(`, ')')), reshaped: listeners.map((listener) => rangeOf(listener)) };
}

const takesForms = (source: Source): boolean => importsOneOf(source) || source.root.find(jscodeshift.Identifier, { name: 'busboy' }).size() > 0;

const importsOneOf = (source: Source): boolean => source.root.find(jscodeshift.StringLiteral).some((path) => PACKAGES.test(path.node.value) && /^(?:ImportDeclaration|CallExpression)$/.test((path.parent as ASTPath).node.type));

function listenerOf({ node }: ASTPath): Ranged | null {
  const { callee, arguments: given } = node as unknown as { callee: { type: string; computed?: boolean; property?: { name?: string } }; arguments: (Ranged & { value?: unknown })[] };
  const [event, listener] = given;
  if (!/MemberExpression$/.test(callee.type) || callee.computed || !/^(?:on|once|addListener)$/.test(callee.property?.name ?? '')) return null;
  if (event?.value !== 'file' || given.length !== 2 || !listener) return null;
  return /^(?:(?:Arrow)?FunctionExpression|Identifier|MemberExpression)$/.test(listener.type) ? listener : null;
}
