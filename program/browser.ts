/** Tells browser code from server code among files that no entry reaches. Without a sign of a browser a file stays what it was. */
import type { BareModule } from './modules.js';
import type { World } from './world.js';

/** Packages that only a page loads. Those that a server may render with (react, vue) are not a sign by themselves. */
const FRONT_END = /^(?:react-dom|react-router(?:-dom)?|vue-router|vuex|pinia|vue-i18n|@vue\/.*|@vueuse\/.*|svelte|@sveltejs\/.*|@angular\/.*|preact|jquery|bootstrap|socket\.io-client|chart\.js|vue-chartjs|@fortawesome\/.*|@mui\/.*|antd|styled-components|redux|react-redux|@reduxjs\/toolkit|lit|htmx\.org|alpinejs|d3|leaflet|codemirror|@codemirror\/.*|monaco-editor)$/;

/** Globals that exist in a page only. `navigator` and `fetch` are in Node as well. */
const PAGE_GLOBALS = new Set(['document', 'localStorage', 'sessionStorage']);

function speaksToPage(world: World, file: string): boolean {
  const facts = world.files.get(file)?.facts;
  if (!facts) return false;
  const objects = [...facts.exprs.flatMap((expr) => (expr.k === 'member' ? [expr.object] : [])), ...facts.assignments.map((assignment) => assignment.object)];
  return objects.some((id) => {
    const object = facts.exprs[id];
    return object?.k === 'global' && PAGE_GLOBALS.has(object.name);
  });
}

const isFrontEnd = (world: World, module: BareModule): boolean => module.packages.some((p) => !p.typeOnly && FRONT_END.test(p.name)) || speaksToPage(world, module.file);

/** Of `unreached`: files of a browser, and what hangs together with them by imports. */
export function browserFiles(world: World, modules: readonly BareModule[], unreached: ReadonlySet<string>): Set<string> {
  const beside = new Map<string, string[]>();
  const join = (from: string, to: string): void => void beside.set(from, [...(beside.get(from) ?? []), to]);
  for (const module of modules) {
    for (const { to } of module.imports) {
      if (!unreached.has(module.file) || !unreached.has(to)) continue;
      join(module.file, to);
      join(to, module.file);
    }
  }
  const found = new Set<string>();
  const queue = modules.filter((m) => unreached.has(m.file) && isFrontEnd(world, m)).map((m) => m.file);
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    if (found.has(file)) continue;
    found.add(file);
    queue.push(...(beside.get(file) ?? []));
  }
  return found;
}
