/** Handlers that are handed to a router of which nothing more is known than how it is asked: `app.get('/tides', (req, res) => …)`, where `app` is whatever the caller gives. */
import type { FunctionFact } from '../core/facts.js';
import type { LinkedCall, LinkedCallback, Target } from './edges.js';
import type { World } from './world.js';

const METHODS = /^(?:get|put|post|patch|delete|head|options|all|use)$/;
const REQUEST = /^_?req(?:uest)?$/;
const ANSWER = /^_?res(?:ponse)?$/;
const NEXT = /^_?next$/;

/** What the parameters of a function are called. */
function parametersOf(world: World, { file, fn }: Target): { fact: FunctionFact; names: string[] } | null {
  const facts = world.files.get(file)?.facts;
  const fact = facts?.functions[fn];
  return facts && fact ? { fact, names: fact.params.map((param) => (typeof param === 'number' ? facts.bindings[param]?.name ?? '' : '')) } : null;
}

/** A request and an answer, and who comes next where that is asked for. */
function takesRequests(names: readonly string[]): boolean {
  const [request = '', answer = '', next] = names;
  return REQUEST.test(request) && ANSWER.test(answer) && (next === undefined || NEXT.test(next)) && names.length <= 3;
}

/** `own`: functions of the program that the call may reach as well, by the name of the method; one that takes handlers would be the router. */
export function isRouted(world: World, call: LinkedCall, callback: LinkedCallback, own: () => readonly Target[]): boolean {
  const callee = world.files.get(call.file)?.facts.exprs[call.fact.callee];
  const handler = parametersOf(world, callback);
  if (callback.via !== '' || callee?.k !== 'member' || !METHODS.test(callee.name) || handler === null) return false;
  const isBehindPath = callback.argument > 0 || (callee.name === 'use' && handler.names.length === 3);
  return isBehindPath && takesRequests(handler.names) && !own().some((target) => (parametersOf(world, target)?.fact.params.length ?? 0) > 1);
}
