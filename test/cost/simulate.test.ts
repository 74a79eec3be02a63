import { describe, expect, it } from 'vitest';
import type { Estimate, Simulation } from '../../core/estimate.js';
import { loadAssumptions } from '../../cost/assumptions.js';
import { drawsFor, triangular } from '../../cost/draws.js';
import { estimate } from '../../cost/estimate.js';
import { AS_OF, PRICES } from './bill-of.js';
import { jsonLog } from './logs/log-lines.js';
import { scanOf } from './scan-builder.js';

const SCAN = scanOf({ entries: ['GET /'], sites: [{ at: 'src/a.js:1', meter: 'kv.writes', reachedBy: { 'GET /': [1, 1] } }] });
/** A day with a request every 20 minutes: an instance that sleeps after 10 minutes is awake half of the time. */
const LOGS: Record<string, string[]> = { 'a.log': jsonLog(Array.from({ length: 73 }, (_, index) => ({ second: index * 1200, bytes: 1000, ms: 100 }))) };

const bill = (yaml: string, scan = SCAN): Estimate => estimate(scan, null, loadAssumptions(`version: 1\n${yaml}`, 'f.yaml', scan, (file) => LOGS[file] ?? null), PRICES, { asOf: AS_OF });
const simulationOf = (result: Estimate): Simulation => result.simulation as Simulation;
const drawn = (simulation: Simulation, id: string) => simulation.scenarios.find((scenario) => scenario.id === id);
const shareOf = (simulation: Simulation, id: string) => simulation.measured.find((scenario) => scenario.id === id)?.share;

const MEASURED = 'traffic: {from: a.log}\neach_request: {cpu_ms: 1}\ntoday: {kind: invoice, invoice_usd_per_month: [3, 20, 40]}';

describe('a number that the team measured', () => {
  const unmeasured = MEASURED.replace('each_request: {cpu_ms: 1}', 'each_request: {cpu_ms: 1}\ncontainer: {peak_memory_gib: [1, 2, 3]}');
  const measured = unmeasured.replace('[1, 2, 3]', '{measured: [1, 2, 3], source: "console, October"}');
  it('counts as measured, and says where it was read', () => {
    const [before, after] = [unmeasured, measured].map((yaml) => bill(yaml));
    const share = (result: Estimate | undefined) => shareOf(simulationOf(result as Estimate), 'container') ?? 0;
    expect(share(after)).toBeGreaterThan(share(before));
    expect(after?.assumptions.find(({ key }) => key === 'container.peak_memory_gib')).toMatchObject({ value: [1, 2, 3], basis: 'measured', source: 'console, October (f.yaml:4)' });
    expect(before?.scenarios.map(({ total }) => total)).toEqual(after?.scenarios.map(({ total }) => total));
  });
  it('is named among what most money rests on while it is not', () => {
    expect(simulationOf(bill(unmeasured)).measured.find(({ id }) => id === 'container')?.open).toContain('container.peak_memory_gib');
  });
  it.each([
    ['{measured: 2}', /with where the measurement stands/], ['{measured: [3, 2, 1], source: x}', /not in rising order/], ['{measured: -1, source: x}', /negative/], ['{measured: 1, source: x, by: me}', /measured: VALUE, source: TEXT/],
  ])('%s is refused with its place', (value, message) => expect(() => bill(measured.replace(/\{measured: \[1, 2, 3\][^}]*\}/, value))).toThrow(message));
});

describe('draws', () => {
  it('are the same in every run, and other ones for another key or seed', () => {
    expect(drawsFor('a', 1, 50)).toEqual(drawsFor('a', 1, 50));
    expect(drawsFor('a', 1, 50)).not.toEqual(drawsFor('b', 1, 50));
    expect(drawsFor('a', 1, 50)).not.toEqual(drawsFor('a', 2, 50));
  });
  it('meet each part of 0 to 1 once', () => {
    expect(drawsFor('traffic', 1, 100).map((value) => Math.floor(value * 100)).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, part) => part));
  });
  it('of two keys do not follow each other', () => {
    const [a, b] = [drawsFor('a', 1, 1000), drawsFor('b', 1, 1000)];
    const together = a.reduce((sum, value, index) => sum + (value - 0.5) * ((b[index] ?? 0) - 0.5), 0) / 1000;
    expect(Math.abs(together * 12)).toBeLessThan(0.1);
  });
  it.each([[[0, 5, 10], 0, 0], [[0, 5, 10], 0.5, 5], [[0, 5, 10], 1, 10], [[0, 0, 10], 0.75, 5], [[0, 10, 10], 0.25, 5], [[4, 4, 4], 0.3, 4]] as const)('of the triangle %j below %d lie at %d', (range, part, value) => {
    expect(triangular([...range], part)).toBeCloseTo(value, 10);
  });
  it('of a triangle have its mean', () => {
    const values = drawsFor('x', 1, 2000).map((part) => triangular([2, 3, 10], part));
    expect(values.reduce((sum, value) => sum + value, 0) / 2000).toBeCloseTo(5, 2);
  });
});

describe('percentiles', () => {
  it('are refused where little is measured, with the share', () => {
    const simulation = simulationOf(bill('traffic: {"GET /": {requests_per_month: [1, 5000000, 9000000]}}\neach_request: {cpu_ms: 1, wall_ms: 1}'));
    expect(simulation).toMatchObject({ scenarios: [], cheaper: [], needed: 0.7 });
    expect(shareOf(simulation, 'workers')).toBeLessThan(0.7);
  });
  it('are given where enough is measured, in order and within the envelope', () => {
    const result = bill(MEASURED);
    const simulation = simulationOf(result);
    expect(shareOf(simulation, 'workers')).toBe(1);
    const workers = drawn(simulation, 'workers');
    const [low = 0, , high = 0] = result.scenarios.find(({ id }) => id === 'workers')?.total?.map(Number) ?? [];
    const values = [workers?.p10, workers?.p50, workers?.p90].map(Number);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect([(values[0] ?? 0) >= low, (values[2] ?? 0) <= high]).toEqual([true, true]);
  });
  it('of one scenario may stand while another has too little', () => {
    const simulation = simulationOf(bill(MEASURED));
    expect([drawn(simulation, 'today'), shareOf(simulation, 'today')]).toEqual([undefined, 0]);
  });
  it('do not count a setting that somebody chose as a guess, and a range of one as a guess', () => {
    const at = (instances: string): number => shareOf(simulationOf(bill(`${MEASURED}\ncontainer: {instance_type: standard-1, instances: ${instances}}`)), 'container') ?? 0;
    expect(at('2')).toBeGreaterThan(0.9);
    expect(at('[1, 2, 3]')).toBeLessThan(0.1);
  });
  it('take an invoice for measured when it is one number', () => {
    const simulation = simulationOf(bill(MEASURED.replace('[3, 20, 40]', '20')));
    expect([shareOf(simulation, 'today'), drawn(simulation, 'today')?.p90]).toEqual([1, '20']);
    expect(simulation.cheaper.find(({ id, than }) => id === 'workers' && than === 'today')?.probability).toBe(1);
  });
  it('are the same bytes each time', () => expect(JSON.stringify(bill(MEASURED))).toBe(JSON.stringify(bill(MEASURED))));
  it('are the likely value where nothing is open', () => {
    const scan = scanOf({ entries: ['GET /'] });
    const result = bill('traffic: {from: a.log}\neach_request: {cpu_ms: 1, wall_ms: 100}\nlogs: {events_per_request: 1, kb_per_event: 1}', scan);
    const total = result.scenarios.find(({ id }) => id === 'workers')?.total?.[1];
    expect(drawn(simulationOf(result), 'workers')).toEqual({ id: 'workers', p10: total, p50: total, p90: total });
  });
});

describe('how often one costs less than another', () => {
  const yaml = `${MEASURED}\ncontainer: {instance_type: standard-1}\nstorage: {}`;
  it('compares in the same draws, both ways round', () => {
    const { cheaper } = simulationOf(bill(yaml));
    const probability = (id: string, than: string): number | undefined => cheaper.find((pair) => pair.id === id && pair.than === than)?.probability;
    expect(probability('workers', 'container')).toBe(1);
    expect(probability('container', 'workers')).toBe(0);
  });
  it('is not said of a scenario with an unknown line, nor are its percentiles', () => {
    const { cheaper, measured } = simulationOf(bill(MEASURED));
    expect(measured.find(({ id }) => id === 'container')?.share).toBeNull();
    expect(cheaper.some(({ id, than }) => id === 'container' || than === 'container')).toBe(false);
  });
  it('is 0 both ways for two that always cost the same', () => {
    const { cheaper } = simulationOf(bill(yaml));
    expect(cheaper.filter(({ id, than }) => [id, than].toSorted().join() === 'worker-and-container,workers').map(({ probability }) => probability)).toEqual([0, 0]);
  });
});
