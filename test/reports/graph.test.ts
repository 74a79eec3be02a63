import { describe, expect, it } from 'vitest';
import type { BlockOf } from '../../reports/blocks.js';
import { placeGraph } from '../../reports/charts/graph.js';
import { closureGraphs } from '../../reports/summaries/closure-graph.js';
import { moduleGraph } from '../../reports/summaries/module-graph.js';
import { bigDossier, sampleDossier } from './sample-dossier.js';

const node = (id: string, label = id) => ({ id, label, text: label, tone: 'quiet' as const });

const SMALL: BlockOf<'graph'> = {
  kind: 'graph', title: 't', description: 'd',
  columns: [{ title: 'left', nodes: [node('a'), node('b', 'a/very/long/path/that/has/no/room/in/a/box/of/this/width/file.js')] }, { title: 'right', nodes: [node('c')] }],
  edges: [{ from: 'a', to: 'c', strong: true, label: '3', text: 'a and c' }, { from: 'a', to: 'b', strong: false, label: '', text: 'a imports b' }, { from: 'a', to: 'gone', strong: true, label: '1', text: '' }],
};

describe('a graph of columns', () => {
  const placed = placeGraph(SMALL, 1000);
  it('keeps every box inside of the frame and apart from the others', () => {
    const [a, b, c] = placed.nodes;
    expect(placed.nodes.every(({ x, y }) => x >= 0 && x + placed.nodeWidth <= 1000.1 && y + placed.nodeHeight <= placed.height)).toBe(true);
    expect((b?.y ?? 0) - (a?.y ?? 0)).toBeGreaterThan(placed.nodeHeight);
    expect(c?.x).toBeGreaterThan((a?.x ?? 0) + placed.nodeWidth);
  });
  it('shortens what has no room, and keeps the end of a path', () => expect(placed.nodes[1]?.label).toMatch(/^….*file\.js$/));
  it('draws lines between boxes that are there, and numbers those that are cut', () => {
    expect(placed.edges.map(({ strong, label }) => [strong, label?.text])).toEqual([[true, '3'], [false, undefined]]);
  });
});

describe('modules after the move', () => {
  it('stand where they run; what is cut is a strong line with its calls', () => {
    const graph = moduleGraph(sampleDossier);
    expect(graph?.columns.map(({ title }) => title.replace(/:.*/, ''))).toEqual(['Worker', 'Container', 'Bindings and services']);
    const cut = sampleDossier.plan?.disposition.cut?.edges ?? [];
    const strong = graph?.edges.filter((edge) => edge.strong) ?? [];
    expect(strong.reduce((sum, edge) => sum + Number(edge.label), 0)).toBe(cut.reduce((sum, edge) => sum + edge.calls, 0));
    expect(strong.length).toBeGreaterThan(0);
  });
  it('are folders when there are many, and no more than fit', () => {
    for (const column of moduleGraph(bigDossier(1000))?.columns ?? []) expect(column.nodes.length).toBeLessThanOrEqual(16);
  });
  it('are not drawn when nothing moves', () => {
    const { plan } = sampleDossier;
    expect(moduleGraph({ ...sampleDossier, plan: null })).toBeNull();
    expect(plan && moduleGraph({ ...sampleDossier, plan: { ...plan, disposition: { ...plan.disposition, move: 'stay' } } })).toBeNull();
  });
});

describe('the async closure', () => {
  it('goes from storage calls over functions that wait to callers that wait already, and ends in circles', () => {
    const place = { file: 'src/store.js', line: 3, column: 1, start: 0, end: 9 };
    const { plan } = sampleDossier;
    if (!plan) throw new Error('the sample has a plan');
    const component = {
      id: 'x', resources: ['files:x'], status: 'rewrite' as const, files: [], chain: [],
      seeds: [{ at: place, range: [0, 9] as [number, number], origin: 'node:fs.readFileSync', resource: 'files:x', operation: 'read', in: 'src/store.js#1' }],
      functions: [{ id: 'src/store.js#1', name: 'load', at: place }, { id: 'src/store.js#2', name: 'again', at: place }],
      calls: [
        { at: place, range: [0, 9] as [number, number], to: 'src/store.js#1', from: 'src/store.js#2', change: 'await' as const },
        { at: place, range: [0, 9] as [number, number], to: 'src/store.js#2', from: 'src/store.js#1', change: 'await' as const },
        { at: place, range: [0, 9] as [number, number], to: 'src/store.js#2', from: 'src/app.js#4', change: 'await' as const },
      ],
    };
    const [graph] = closureGraphs({ ...plan, components: [component] });
    expect(graph?.columns.map((column) => column.nodes.map(({ label }) => label))).toEqual([['store.js:3'], ['load'], ['again'], ['app.js']]);
    expect(graph?.description).toContain('2 functions become async (yellow) and 3 calls get an await');
  });
});
