/** Declarations beside changed files are named, where they speak of a function that waits now. */
import { describe, expect, it } from 'vitest';
import type { Change } from '../../core/changes.js';
import type { PlanComponent } from '../../core/plan.js';
import { staleDeclarations } from '../../pipeline/stale-declarations.js';

const at = (file: string) => ({ file, line: 1, column: 1, start: 0, end: 0 });
const component: PlanComponent = { id: 'fs-to-r2 files:data/*', resources: [], status: 'rewrite', seeds: [], functions: [{ id: 'dist/store.js#1', name: 'Store.load', at: at('dist/store.js') }, { id: 'dist/store.js#2', name: 'inner', at: at('dist/store.js') }], calls: [], files: [], chain: [] };
const changed = (file: string, sha256: string | null = 'a'): Change => ({ file, sha256, after: '', edits: [], notes: [], component: `${component.id} + fs-to-r2 other` });

function notes(declared: Record<string, string>, changes: readonly Change[]): string[] {
  return staleDeclarations([component], changes, (file) => declared[file] ?? null);
}

describe('stale declarations', () => {
  it('are named with the functions that they speak of', () => {
    expect(notes({ 'dist/store.d.ts': 'export declare class Store { load(): string; }' }, [changed('dist/store.js')])).toEqual([expect.stringMatching(/^dist\/store\.d\.ts: it says what load gave before/)]);
  });

  it.each([
    ['where nothing is declared', {}, [changed('dist/store.js')]],
    ['where no function that waits is declared', { 'dist/store.d.ts': 'export declare const loader: string;' }, [changed('dist/store.js')]],
    ['of a file in which nothing came to wait', { 'dist/use.d.ts': 'export declare function load(): string;' }, [changed('dist/use.js')]],
    ['of a new file', { 'dist/store.d.ts': 'load' }, [changed('dist/store.js', null)]],
    ['where the declaration is written anew', { 'dist/store.d.ts': 'load' }, [changed('dist/store.js'), changed('dist/store.d.ts')]],
    ['of another extension', { 'dist/store.d.mts': 'load' }, [changed('dist/store.js')]],
  ])('are none %s', (_where, declared: Record<string, string>, changes: Change[]) => {
    expect(notes(declared, changes)).toEqual([]);
  });
});
