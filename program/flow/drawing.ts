/** The nodes of a program's flow graph, and the places where values meet that nobody can tell apart: fields by name, what lies in collections, what code that is not seen was handed. */
import type { ExprId } from '../../core/facts.js';
import { BUILT_IN_NAMES } from '../built-in-names.js';
import { evaluate } from '../values.js';
import type { FileIndex, Value, World } from '../world.js';
import { type FlowGraph, createFlowGraph } from './graph.js';
import { loadedByName } from './loaded.js';

export interface Read {
  of: number;
  to: number;
}

export interface Drawing {
  world: World;
  graph: FlowGraph;
  expr(file: string, id: ExprId): number;
  binding(file: string, index: number): number;
  /** What a function gives back, and its `this`. */
  result(file: string, fn: number): number;
  self(file: string, fn: number): number;
  call(file: string, index: number): number;
  instance(file: string, cls: number): number;
  made(file: string, fn: number): number;
  parameter(file: string, fn: number, index: number): number;
  exported(file: string, name: string): number;
  /** Whatever is stored under a name, by anything. */
  field(name: string): number;
  /** What is stored under a name in instances of a class: read again only where one of these can be. */
  fieldOf(home: string, name: string): number;
  fields(): ReadonlyMap<number, { home: string; name: string }>;
  /** Where each name is read: the object, and what comes out. */
  reads: Map<string, Read[]>;
  /** Where something is constructed whose class is not known there: the class, and what comes out. */
  makes: Read[];
  /** Notes that `to` gets what lies under `name` in the thing at `of`. */
  read(name: string, of: number, to: number): void;
  /** What a load gives whose path only the running program knows; which modules it cannot be. */
  loaded: number;
  loadedByName: ReadonlySet<string>;
  /** What lies in collections, under computed names, and under any name of a thing that is not known. */
  kept: number;
  keyed: number;
  named: number;
  /** What is copied into another thing, member by member; what code that is not seen may copy. */
  copied: number;
  given: number;
  /** What code that is not seen was handed, by its package; '' for what may be of any. It may give it back, and call functions with it. */
  handed(to: string): number;
  /** These nodes, with the packages. */
  handedNodes(): ReadonlyMap<number, string>;
  /** The program has no function of that name, and none comes with the language: what is called so is of a package. */
  isStrange(name: string): boolean;
  /** Arguments of calls by a name, or of a function that came as a value, and what such calls give. */
  argument(name: string, index: number): number;
  answer(name: string): number;
}

/** First node of each kind in a file. */
interface Bases {
  exprs: number;
  bindings: number;
  functions: number;
  calls: number;
  classes: number;
}

export function createDrawing(world: World, files: readonly FileIndex[], names: ReadonlySet<string>): Drawing {
  const graph = createFlowGraph();
  const bases = new Map<string, Bases>();
  for (const { facts } of files) {
    bases.set(facts.file, { exprs: graph.nodes(facts.exprs.length), bindings: graph.nodes(facts.bindings.length), functions: graph.nodes(3 * facts.functions.length), calls: graph.nodes(facts.calls.length), classes: graph.nodes(facts.classes.length) });
  }
  const fields = new Map<number, { home: string; name: string }>();
  const reads: Drawing['reads'] = new Map();
  const handed = new Map<number, string>();
  /** Where everything of a file stands that is not drawn. */
  const apart = graph.node('apart');
  graph.close(apart);
  const at = (file: string, what: keyof Bases, index: number): number => {
    const base = bases.get(file);
    return base ? base[what] + index : apart;
  };
  return {
    world,
    graph,
    expr: (file, id) => at(file, 'exprs', id),
    binding: (file, index) => at(file, 'bindings', index),
    result: (file, fn) => at(file, 'functions', 3 * fn),
    self: (file, fn) => at(file, 'functions', 3 * fn + 1),
    made: (file, fn) => at(file, 'functions', 3 * fn + 2),
    call: (file, index) => at(file, 'calls', index),
    instance: (file, cls) => at(file, 'classes', cls),
    parameter: (file, fn, index) => graph.node(`${file}#${fn}:${index}`),
    exported: (file, name) => graph.node(`${file}!${name}`),
    field: (name) => graph.node(`.${name}`),
    fieldOf: (home, name) => {
      const node = graph.node(`${home}.${name}`);
      fields.set(node, { home, name });
      return node;
    },
    fields: () => fields,
    reads,
    read: (name, of, to) => {
      const known = reads.get(name);
      if (known) known.push({ of, to });
      else reads.set(name, [{ of, to }]);
    },
    makes: [],
    loaded: graph.node('loaded'),
    loadedByName: loadedByName(world),
    kept: graph.node('kept'),
    keyed: graph.node('keyed'),
    named: graph.node('named'),
    copied: graph.node('copied'),
    given: graph.node('given'),
    handed: (to) => {
      const node = graph.node(`handed to ${to}`);
      handed.set(node, to);
      return node;
    },
    handedNodes: () => handed,
    isStrange: (name) => name !== '' && !names.has(name) && !BUILT_IN_NAMES.has(name),
    argument: (name, index) => graph.node(`argument ${index} of ${name}`),
    answer: (name) => graph.node(`answer of ${name}`),
  };
}

/** Stands for every name. */
export const ANY = '[]';

/** What linking knows of an expression. */
export const seenAt = (world: World, file: string, id: ExprId): readonly Value[] => evaluate(world, file, id);

/** Every value of it is known. */
export const isKnown = (values: readonly Value[]): boolean => values.length > 0 && values.every((value) => value.v !== 'expr' && value.v !== 'parameter');

/** It is of a package or of Node, and nothing else. */
export const isOutside = (values: readonly Value[]): boolean => values.length > 0 && values.every((value) => value.v === 'origin');

/** The package, or module of Node, that an origin belongs to. */
export const packageOf = (origin: string): string => /^(?:@[^/]+\/)?[^./(]+/.exec(origin)?.[0] ?? origin;
