/** Puts values of the environment in place of `{{env.NAME}}`: secrets stand in nobody's script. Says which are missing. */
import { UserError } from '../core/errors.js';
import { bytesText } from './bodies.js';
import type { ScriptRequest, VerifyScript } from './script.js';

type Environment = Readonly<Record<string, string | undefined>>;

const PLACEHOLDER = /\{\{env\.(\w+)\}\}/g;

const filled = (text: string, environment: Environment, written: (value: string) => string = String): string =>
  text.replace(PLACEHOLDER, (_all, name: string) => written(environment[name] ?? ''));

/** As it must stand inside of the body. */
function writtenIn({ headers, binary }: ScriptRequest): (value: string) => string {
  if (binary) return (value) => bytesText(Buffer.from(value, 'utf8'));
  const type = headers['content-type'] ?? '';
  if (/json/i.test(type)) return (value) => JSON.stringify(value).slice(1, -1);
  return /x-www-form-urlencoded/i.test(type) ? encodeURIComponent : String;
}

function filledRequest(request: ScriptRequest, environment: Environment): ScriptRequest {
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, filled(value, environment)]));
  return { ...request, headers, path: filled(request.path, environment, encodeURIComponent), body: request.body === null ? null : filled(request.body, environment, writtenIn(request)) };
}

/** Titles keep the placeholder, so that a report shows no secret. Throws UserError that names every variable that is not set. */
export function withEnvironment(script: VerifyScript, environment: Environment): VerifyScript {
  const texts = [...Object.values(script.env), ...script.requests.flatMap(({ path, headers, body }) => [path, body ?? '', ...Object.values(headers)])];
  const names = [...new Set(texts.flatMap((text) => [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name)))];
  const missing = names.filter((name) => environment[name] === undefined);
  if (missing.length > 0) throw new UserError('missing-environment', `The script takes ${missing.join(', ')} from the environment, where ${missing.length === 1 ? 'it is' : 'they are'} not set.`, `Set ${missing.length === 1 ? 'it' : 'them'} for this run: ${missing.map((name) => `${name}=…`).join(' ')} cf-migrate verify`);
  if (names.length === 0) return script;
  return { ...script, env: Object.fromEntries(Object.entries(script.env).map(([name, value]) => [name, filled(value, environment)])), requests: script.requests.map((request) => filledRequest(request, environment)) };
}
