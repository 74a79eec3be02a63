/** What the Workers runtime and the bundler say when something does not work there, as a closed list: text to code and one plain sentence. */

export type SymptomCode =
  | 'global-scope' | 'not-implemented' | 'code-generation' | 'wasm-generation' | 'no-dirname' | 'no-module' | 'native-addon'
  | 'no-listener' | 'top-level-await' | 'read-only-files' | 'process-exit' | 'other-request' | 'hung' | 'stand-in' | 'compatibility-date' | 'kv-rate';

export interface Symptom {
  code: SymptomCode;
  says: string;
}

const NO_LISTENER = /Http server with port \d+ not found/;

/** Whether a request found no server of the app. */
export const nothingListens = (message: string | undefined): boolean => message !== undefined && NO_LISTENER.test(message);

/** Texts observed on workerd 1.20261117.1 and with esbuild 0.28; the order matters where one text contains another. */
const SYMPTOMS: readonly (Symptom & { text: RegExp })[] = [
  { code: 'global-scope', text: /Disallowed operation called within global scope/, says: 'input or output, a timer or a random value is asked for while the module loads; on Workers that is allowed only inside a request' },
  { code: 'hung', text: /detected that your Worker's code had hung/, says: 'the request waits for something that can never happen, often an object of an earlier request' },
  { code: 'other-request', text: /Cannot perform I\/O on behalf of a different request/, says: 'a connection or stream made in one request is used in another; keep it inside the request' },
  { code: 'process-exit', text: /process\.exit\(.*\) API was called/, says: 'process.exit ends only the request on Workers' },
  { code: 'wasm-generation', text: /Wasm code generation disallowed/, says: 'WebAssembly is compiled from bytes; import the .wasm file instead' },
  { code: 'code-generation', text: /Code generation from strings disallowed/, says: 'eval or new Function runs inside a request' },
  { code: 'no-dirname', text: /(?:__dirname|__filename) is not defined/, says: '__dirname and __filename do not exist in a bundled Worker' },
  { code: 'native-addon', text: /No loader is configured for "\.node" files|\.node(?:"|')?$/m, says: 'a native add-on cannot be loaded on Workers' },
  { code: 'top-level-await', text: /Top-level await in module is unsettled|Use of top-level await in a synchronously required module/, says: 'the module waits for real input or output while it loads' },
  { code: 'stand-in', text: /\[unenv\] .* is not implemented yet/, says: 'the bundler put a stand-in for this Node API; a newer compatibility date may have the real one' },
  { code: 'not-implemented', text: /ERR_METHOD_NOT_IMPLEMENTED|method is not implemented|ERR_UNSUPPORTED_OPERATION|The requested operation is unsupported/, says: 'this Node API exists on Workers but does nothing there except throw' },
  { code: 'kv-rate', text: /KV PUT failed: 429/, says: 'KV takes one write a second to the same key' },
  { code: 'no-listener', text: NO_LISTENER, says: 'nothing listens on this port when the request comes: what leads to listen() did not get there while the module loaded' },
  { code: 'read-only-files', text: /operation not permitted/, says: 'only /tmp can be written on Workers, and it is empty again at the next request' },
  { code: 'compatibility-date', text: /ERR_FUTURE_COMPATIBILITY_DATE|compatibility date .*(?:is not supported|in the future)/i, says: 'the compatibility date is newer than today or than the workerd that is installed' },
  { code: 'no-module', text: /Module not found|No such module|Could not resolve/, says: 'a module cannot be found from here' },
];

/** The first known symptom in a text; null when it is none of ours to explain. */
export function symptomOf(text: string): Symptom | null {
  const found = SYMPTOMS.find((symptom) => symptom.text.test(text));
  return found ? { code: found.code, says: found.says } : null;
}
