/** What a file puts under the names of members, whatever they are members of. Looks at facts alone; values are for who asks. */
import type { ExprId, FileFacts } from '../core/facts.js';
import type { FileIndex } from './world.js';

interface Put {
  name: string;
  value: ExprId;
  /** What it is assigned to: the y of `y.name = value`. */
  object?: ExprId;
  /** A method of a class, or an accessor. */
  method?: true;
}

/** In assignments, object literals, classes and exports; of a class the methods too. */
export function eachPut({ facts, objects }: FileIndex, visit: (put: Put) => void): void {
  for (const { name, value, object } of facts.assignments) if (name !== null) visit({ name, value, object });
  for (const id of objects) {
    const expr = facts.exprs[id];
    if (expr?.k === 'object') for (const [name, value] of expr.props) visit({ name, value });
  }
  for (const { members } of facts.classes) for (const { name, kind, value } of members) if (value !== undefined) visit({ name, value, ...(kind === 'field' ? {} : { method: true }) });
  // A name that a module gives away is a member of it.
  for (const fact of facts.exports) if (fact.kind === 'value') visit({ name: fact.name, value: fact.value });
}

/** Names of which something else tells what they hold: accessors, and what a call describes: `Object.defineProperty(x, 'name', …)`, `app.decorate('name', …)`, `Object.create(x, { name: … })`. */
export function toldOtherwise(facts: FileFacts): string[] {
  const described = facts.calls.flatMap(({ callee, args }) => {
    const called = facts.exprs[callee];
    if (called?.k !== 'member' || !/^(?:definePropert(?:y|ies)|create|set|decorate)$/.test(called.name)) return [];
    return args.flatMap((arg) => {
      const expr = facts.exprs[arg];
      if (expr?.k === 'object') return expr.props.map(([name]) => name);
      return expr?.k === 'literal' && typeof expr.value === 'string' ? [expr.value] : [];
    });
  });
  const accessors = [...facts.functions, ...facts.classes.flatMap(({ members }) => members)].flatMap(({ kind, name }) => (kind === 'getter' || kind === 'setter' ? [name] : []));
  return [...described, ...accessors];
}

/** By the name of a field, the members that are put onto what lies in it: `x.editor.load = …`; '*' for a computed name. */
export function putOnto(files: Iterable<FileIndex>): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { facts } of files) {
    for (const { object, name } of facts.assignments) {
      const holder = facts.exprs[object];
      if (name !== null && holder?.k === 'member') found.set(holder.name, (found.get(holder.name) ?? new Set()).add(name));
    }
  }
  return found;
}
