/** One file in, its facts out. The explicit list of analyzers is the door of this room. */
import type { BindingFact, CallFact, Expr, FileFacts, SkippedFile, WantedReads } from '../core/facts.js';
import { type SyntaxNode, parseSource } from '../core/parse.js';
import { looksMinified } from '../core/project.js';
import { lineStarts, placeAt } from '../core/text.js';
import { assignments } from './assignments.js';
import { calls } from './calls.js';
import { checks } from './checks.js';
import { compactFacts } from './compact.js';
import { type Analyzer, type Context, createContext, settleReferences } from './context.js';
import { emptyFacts } from './empty.js';
import { environment } from './environment.js';
import { exportsAnalyzer, givenByAlias } from './exports.js';
import { imports } from './imports.js';
import { loops } from './loops.js';
import { memberReads } from './member-reads.js';
import { mergedProperties } from './merged-properties.js';
import { typeFacts } from './type-facts.js';
import { suppressionsOf } from './suppressions.js';
import { nodesOf } from '../core/syntax.js';
import { composeVisitors, walk } from './walk.js';

export const analyzers: readonly Analyzer[] = [imports, exportsAnalyzer, calls, assignments, mergedProperties, environment, loops, checks, typeFacts];

const visitors = composeVisitors(analyzers);
const readingVisitors = composeVisitors([...analyzers, memberReads]);

const MODULE_SYNTAX = new Set(['ImportDeclaration', 'ExportNamedDeclaration', 'ExportDefaultDeclaration', 'ExportAllDeclaration']);

const isModule = (file: string, program: SyntaxNode): boolean =>
  /\.m[jt]s$/.test(file) || nodesOf(program.body).some((node) => MODULE_SYNTAX.has(node.type));

/** `require(…)` of a name that nothing in the file declares, or of what `createRequire` returned, becomes a `require` expression. */
function settleRequires(context: Context): void {
  const { facts } = context;
  const requiring = (id: number, followed = new Set<number>()): boolean => {
    const expr = facts.exprs[id];
    if (expr?.k === 'global') return expr.name === 'require';
    if (expr?.k === 'call') {
      const callee = facts.exprs[facts.calls[expr.call]?.callee ?? -1];
      return isCreateRequire(facts, callee);
    }
    if (expr?.k !== 'binding' || followed.has(expr.binding)) return false;
    followed.add(expr.binding);
    return facts.bindings[expr.binding]?.values.some((value) => requiring(value, followed)) ?? false;
  };
  facts.exprs.forEach((expr, i) => {
    if (expr.k !== 'call') return;
    const call = facts.calls[expr.call];
    const from = call?.args[0];
    if (!call || from === undefined || call.kind !== 'call' || !requiring(call.callee)) return;
    facts.exprs[i] = { k: 'require', from, dynamic: call.fn !== 0 };
    importedByName(context, call);
  });
  if (!facts.imports.some((fact) => fact.kind === 'require')) return;
  const foreign = foreignRequires(context);
  facts.imports = facts.imports.filter((fact) => fact.kind !== 'require' || !foreign.has(fact.place.start));
}

/** A loader under another name loads as `require` does. */
function importedByName({ facts, file, starts }: Context, call: CallFact): void {
  const from = facts.exprs[call.args[0] ?? -1];
  if (facts.imports.some((fact) => fact.place.start === call.range[0])) return;
  const specifier = from?.k === 'literal' && typeof from.value === 'string' ? from.value : null;
  facts.imports.push({ specifier, ...(specifier === null && call.args[0] !== undefined ? { from: call.args[0] } : {}), kind: 'require', typeOnly: false, fn: call.fn, place: placeAt(file, starts, ...call.range) });
}

/** `function (require, exports)`: the loader of UMD and AMD hands both over. */
function isFactoryParameter(facts: FileFacts, binding: BindingFact): boolean {
  if (binding.kind !== 'param' || binding.name !== 'require') return false;
  return (facts.functions[binding.fn]?.params ?? []).some((other) => other !== null && /^(?:exports|module)$/.test(facts.bindings[other]?.name ?? ''));
}

function isCreateRequire(facts: FileFacts, callee: Expr | undefined, followed = new Set<number>()): boolean {
  if (!callee) return false;
  if (callee.k === 'import') return callee.name === 'createRequire';
  if (callee.k === 'member') return callee.name === 'createRequire';
  if (callee.k !== 'binding' || followed.has(callee.binding)) return false;
  followed.add(callee.binding);
  return facts.bindings[callee.binding]?.values.some((value) => isCreateRequire(facts, facts.exprs[value], followed)) ?? false;
}

/** Starts of calls of a local `require` that is not the loader. */
function foreignRequires(context: Context): Set<number> {
  const { exprs, calls, bindings } = context.facts;
  const loads = (value: number): boolean => {
    const made = exprs[value];
    return made?.k === 'call' && isCreateRequire(context.facts, exprs[calls[made.call]?.callee ?? -1]);
  };
  return new Set(calls.flatMap((call) => {
    const callee = exprs[call.callee];
    const binding = callee?.k === 'binding' ? bindings[callee.binding] : undefined;
    return binding?.name === 'require' && !isFactoryParameter(context.facts, binding) && !binding.values.some(loads) ? [call.range[0]] : [];
  }));
}

/** Values assigned to a name after its declaration join the binding's values; assignments to members stay. */
function settleAssignments(facts: FileFacts): void {
  facts.assignments = facts.assignments.filter((assignment) => {
    const target = facts.exprs[assignment.object];
    if (assignment.name !== null || target?.k !== 'binding') return true;
    facts.bindings[target.binding]?.values.push(assignment.value);
    return false;
  });
}

/**
 * Reads one file. Expected failure is data: a file that is minified or does not parse comes back as skipped.
 * `parser` forces one parser (used by the test that both give the same facts). `wanted`: reads of members are noted too, behind what is noted without.
 */
export function analyzeFile(file: string, text: string, parser?: 'oxc' | 'babel', wanted?: WantedReads): { facts: FileFacts } | { skipped: SkippedFile } {
  if (looksMinified(text)) return { skipped: { file, reason: 'minified', detail: 'most of it stands on lines of over 500 characters' } };
  const parsed = parseSource(file, text, parser);
  if (!parsed.ok) return { skipped: { file, reason: 'syntax', detail: parsed.message.split('\n')[0] ?? '' } };
  const starts = lineStarts(text);
  const facts = emptyFacts(file, text, parsed.file.parser, text.endsWith('\n') ? starts.length - 1 : starts.length);
  const context = createContext(file, text, starts, facts, wanted ?? null);
  if (wanted) facts.members = { from: 0, reads: [], spelled: [] };
  walk(context, wanted ? readingVisitors : visitors, parsed.file.ast);
  if (facts.members) facts.members.from = facts.exprs.length;
  for (const note of context.later) note();
  settleReferences(context);
  settleAssignments(facts);
  givenByAlias(facts);
  settleRequires(context);
  facts.module = isModule(file, parsed.file.ast) ? 'esm' : 'commonjs';
  facts.suppressions = suppressionsOf(parsed.file.comments, starts);
  return { facts: compactFacts(facts) };
}
