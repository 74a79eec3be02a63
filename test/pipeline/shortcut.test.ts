/** Files in which nothing can be found are read in outline: the findings must be those of a full reading. */
import { expect, test } from 'vitest';
import { memoryProject } from '../../core/project.js';
import { scanProject } from '../../pipeline/scan.js';

/** A price list of many data files around a small service that keeps orders on disk. */
const dataFiles = Object.fromEntries(Array.from({ length: 40 }, (_, i): [string, string] => [`src/prices/region${i}.js`, `export const region${i} = { currency: 'EUR', base: ${i} };\n`]));

const service: Record<string, string> = {
  'package.json': '{"name":"price-list","type":"module","main":"src/server.js","dependencies":{"express":"^5.0.0"}}',
  'src/server.js': `import express from 'express';
import { saveOrder } from './orders.js';
import { wrap } from './wrap.js';
import { region1 } from './prices/region1.js';
import { ORDERS } from './places.js';
const app = express();
app.post('/orders', wrap(async (request, response) => {
  saveOrder(ORDERS, request.body, region1);
  response.json({});
}));
app.listen(3000);
`,
  'src/wrap.js': 'export const wrap = (handler) => (request, response, next) => Promise.resolve(handler(request, response)).catch(next);\n',
  'src/places.js': "export const ORDERS = './data/orders.json';\n",
  'src/orders.js': `import { writeFileSync } from 'node:fs';
import { total } from './total.js';
export function saveOrder(file, order, region) {
  writeFileSync(file, JSON.stringify({ ...order, total: total(order, region) }));
}
`,
  'src/total.js': 'export const total = (order, region) => order.items.length * region.base;\n',
  'src/visits.js': "const visits = {};\nexport function visit(page) {\n  visits[page] = (visits[page] ?? 0) + 1;\n}\n",
  'src/reports.js': "import { visit } from './visits.js';\nexport const report = (page) => visit(page);\n",
};

const project = memoryProject({ ...service, ...dataFiles });
const short = scanProject(project).scan;
const full = scanProject(project, { everyFile: true }).scan;

test('most files of the program are read in outline only', () => {
  expect(full.coverage.outlined).toBe(0);
  expect(short.coverage.outlined).toBeGreaterThan(35);
  expect(short.coverage.parsed).toBe(full.coverage.parsed);
});

test('findings, entry points, modules and state are those of a full reading', () => {
  expect(short.findings.length).toBeGreaterThan(2);
  expect(short.findings).toEqual(full.findings);
  expect(short.entryPoints).toEqual(full.entryPoints);
  expect(short.modules).toEqual(full.modules);
  expect(short.state).toEqual(full.state);
  expect(short.score).toEqual(full.score);
});

test('a constant in a file that was only outlined is followed: the path of the order file is known', () => {
  const write = short.findings.find((finding) => finding.resource?.includes('orders.json'));
  expect(write?.reachedBy.map((r) => r.entryPoint)).toContain('POST /orders');
});

test.each([
  ['a syntax error', 'export const price = ;\n'],
  ['a word of interest', 'export const region7 = {};\nsetInterval(() => console.log(region7), 1000);\n'],
])('a data file with %s is not taken for data', (_what, text) => {
  const changed = memoryProject({ ...service, ...dataFiles, 'src/prices/region7.js': text });
  const a = scanProject(changed).scan;
  const b = scanProject(changed, { everyFile: true }).scan;
  expect(a.skipped).toEqual(b.skipped);
  expect(a.findings).toEqual(b.findings);
  expect(a.skipped.length + a.findings.length).toBeGreaterThan(short.skipped.length + short.findings.length);
});
