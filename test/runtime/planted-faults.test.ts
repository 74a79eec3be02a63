import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { EscapedPromise, Verification } from '../../core/verification.js';
import { parseVerifyScript } from '../../runtime/script.js';
import { verify, type VerifyOptions } from '../../runtime/verify.js';
import { fixture, fixtureText, openWorkshop } from './apps.js';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

const workshop = openWorkshop();
afterAll(() => workshop.close());
afterEach(() => expect(workshop.leftovers()).toEqual([]));

const SCRIPT = parseVerifyScript(fixtureText('members/verify.yaml'), 'verify.yaml');

type Faults = Record<string, [string, string]>;

/** The members app against its migrated tree, with these faults in it. */
const check = (faults: Faults = {}, more: Partial<VerifyOptions> = {}): Promise<Verification> =>
  verify({ original: fixture('members'), migrated: workshop.copyOf('members-migrated', faults), script: SCRIPT, migratedOnNode: false, ...more });

const rows = ({ requests }: Pick<Verification, 'requests'>): string =>
  requests.flatMap(({ round, title, differences }) => differences.map(({ where, node, workers }) => `${round} ${title}: ${where} ${node} → ${workers}`)).join('\n');

const places = (escaped: EscapedPromise[] | undefined): string[] => (escaped ?? []).map(({ file, line, call, use, informational }) => `${file}:${line} ${call}: ${use}${informational === undefined ? '' : ` (${informational})`}`);

describe('a tree without a fault', () => {
  it('is equal on workerd and on Node, and no promise of it escapes', async () => {
    const result = await check({}, { migratedOnNode: true, tripwire: true });
    expect(rows(result)).toBe('');
    expect(result.state).toEqual({ equal: true, differences: [] });
    expect(result.passes?.map(({ name, equal, escaped }) => [name, equal, places(escaped)])).toEqual([['migrated-on-node', true, []], ['tripwire-on-workers', true, []], ['tripwire-on-node', true, []]]);
    expect(result.equal).toBe(true);
  });
});

describe('a planted fault is caught', () => {
  it.each<[fault: string, faults: Faults, answers: RegExp, state: RegExp]>([
    ['an access check without await, which always passes', { 'src/app.js': ["(await isAllowed(request.headers['x-user']))", "isAllowed(request.headers['x-user'])"] }, /PUT \/members\/mal: status 403 → 201/, /mal\.json.* absent → /],
    ['a read without await', { 'src/app.js': ['const member = await save(', 'const member = save('] }, /PUT \/members\/kim: \$\.saved\.name "kim" → absent/, /^/],
    ['a KV miss turned into null', { 'src/store.kv.js': ['if (text === null) throw absent(name);', ''] }, /GET \/members\/nobody: status 404 → 200/, /^$/],
    ['an unsorted list', { 'src/store.kv.js': ['.sort()', '.reverse()'] }, /GET \/members: \$\[0\] "abe" → "zoe"/, /^$/],
    ['a lost append', { 'src/store.kv.js': ["`${before ?? ''}${text}`", 'text'] }, /GET \/log: \$\.lines\[0\] "opened" → "saved kim"/, /log\.txt/],
    ['a wrong status', { 'src/app.js': ['answer(response, 201,', 'answer(response, 200,'] }, /PUT \/members\/kim: status 201 → 200/, /^$/],
    ['another state behind equal answers', { 'src/app.js': ['JSON.stringify(member));', 'JSON.stringify({ ...member, draft: true }));'] }, /^$/, /members\/kim\.json.* absent → true/],
    ['a write that goes nowhere behind an equal answer', { 'src/app.js': ["if (kind === 'log')", "if (name === 'kim' && request.method === 'PUT') return answer(response, 201, { saved: { ...JSON.parse(body), name } });\n  if (kind === 'log')"] }, /GET \/members/, /members\/kim\.json/],
  ])('%s', async (_, faults, answers, state) => {
    const result = await check(faults);
    expect(rows(result)).toMatch(answers);
    expect((result.state?.differences ?? []).map(({ where, node, workers }) => `${where} ${node} → ${workers}`).join('\n')).toMatch(state);
    expect(result.equal).toBe(false);
  });

  it('a stale read after a write: told with --stale-kv, and counted when the script does not accept it', async () => {
    const writes = `entry: { module: src/app.js }\nrequests:\n  - { method: PUT, path: /members/kim, headers: { x-user: ada }, json: { since: 2026 } }\n`;
    const told = parseVerifyScript(writes, 'verify.yaml');
    const counted = parseVerifyScript(`staleKv: counted\n${writes}`, 'verify.yaml');
    const fault: Faults = { 'src/app.js': ['  return member;', '  return JSON.parse(await read(`members/${name}.json`));'] };
    expect((await check({}, { script: counted })).passes).toMatchObject([{ name: 'stale-kv', informational: false, equal: true }]);
    const accepted = await check(fault, { script: told, staleKv: true });
    expect(accepted).toMatchObject({ equal: true, passes: [{ name: 'stale-kv', informational: true, equal: false }] });
    const refused = await check(fault, { script: counted });
    expect(refused).toMatchObject({ equal: false, passes: [{ name: 'stale-kv', informational: false, equal: false }] });
    expect(rows(refused.passes?.[0] ?? { requests: [] })).toMatch(/PUT \/members\/kim: status 201 → 500|answer status 201/);
  });
});

describe('the tripwire names the line', () => {
  it.each<[fault: string, faults: Faults, place: string]>([
    ['of a condition', { 'src/app.js': ["(await isAllowed(request.headers['x-user']))", "isAllowed(request.headers['x-user'])"] }, "src/app.js:44 isAllowed(request.headers['x-user']): used as a condition, which is then always true"],
    ['of a write that is not waited for', { 'src/app.js': ['  await record(`', '  record(`'] }, 'src/app.js:14 record(`saved ${name}`): called and not awaited'],
    ['of a promise in a JSON text', { 'src/app.js': ['answer(response, 201, { saved: member })', 'answer(response, 201, { saved: member, by: isAllowed("ada") })'] }, 'src/app.js:46 isAllowed("ada"): kept, and not awaited before the response ended'],
    ['of a text', { 'src/app.js': ['record(`saved ${name}`)', 'record(`saved ${name}${isAllowed(name) ? "" : ""}${isAllowed(name)}`.slice(0, `saved ${name}`.length))'] }, 'src/app.js:14 isAllowed(name): put into a text'],
    ['of a filter', { 'src/app.js': ['return answer(response, 200, await joined());', 'return answer(response, 200, (await joined()).filter((one) => isAllowed(one)));'] }, 'src/app.js:42 isAllowed(one): returned to a caller that does not wait for it'],
  ])('%s', async (_, faults, place) => {
    const result = await check(faults, { migratedOnNode: true, tripwire: true });
    const [onWorkers, onNode] = (result.passes ?? []).filter(({ name }) => name.startsWith('tripwire'));
    expect(places(onWorkers?.escaped)).toContain(place);
    expect(places(onNode?.escaped)).toContain(place);
    expect(result.equal).toBe(false);
  });

  it('and raises no false alarm: Promise.all, waitUntil, returned, raced and later awaited promises; void is told', async () => {
    const result = await check({ 'src/app.js': ["  if (kind === 'log')", `  const early = isAllowed('ada');
  const settings = () => read('owners.json');
  const { waitUntil } = await import('#background');
  waitUntil(isAllowed('bob'));
  const behind = isAllowed('eve');
  waitUntil(behind);
  await Promise.all([isAllowed('a'), settings(), ...['b', 'c'].map((user) => isAllowed(user))]);
  await Promise.race([isAllowed('d'), isAllowed('e')]);
  isAllowed('f').catch(() => {});
  void isAllowed('g');
  await early;
  if (kind === 'log')`], 'package.json': ['"imports": {', '"imports": { "#background": { "workerd": "./src/background.workers.js", "default": "./src/background.js" },'] }, { migratedOnNode: true, tripwire: true });
    const wires = (result.passes ?? []).filter(({ name }) => name.startsWith('tripwire'));
    expect(wires.map(({ name, escaped }) => [name, places(escaped)])).toEqual(['tripwire-on-workers', 'tripwire-on-node'].map((name) => [name, ["src/app.js:50 isAllowed('g'): marked with void (marked as fire-and-forget)"]]));
    expect(result.equal).toBe(true);
  });
});
