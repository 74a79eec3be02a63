import { describe, expect, test } from 'vitest';
import { linked } from './linked.js';

const MANIFEST = '{"name":"shelf","main":"app.ts"}';
const entriesOf = (text: string, more: Record<string, string> = {}): string[] => linked({ 'package.json': MANIFEST, 'app.ts': text, ...more }).entryPoints.map((entry) => entry.id).filter((id) => !id.startsWith('start'));

describe('decorators make entry points', () => {
  test.each([
    ['a route with its controller', `import { Controller, Get } from '@nestjs/common'; @Controller('shelf') class A { @Get(':id') find() {} }`, ['GET /shelf/:id']],
    ['a controller with an object', `import { Controller, Post } from '@nestjs/common'; @Controller({ path: 'shelf' }) class A { @Post() put() {} }`, ['POST /shelf']],
    ['a prefix for all', `import { NestFactory } from '@nestjs/core'; import { Controller, Get } from '@nestjs/common'; @Controller('shelf') class A { @Get() find() {} } const app = await NestFactory.create(A); app.setGlobalPrefix('api');`, ['GET /api/shelf']],
    ['a schedule', `import { Cron } from '@nestjs/schedule'; class A {\n@Cron('0 4 * * *') tidy() {} }`, ['cron 0 4 * * * (app.ts:2)']],
    ['as tsc writes them', `const common_1 = require("@nestjs/common"); let A = class A { find() {} }; __decorate([(0, common_1.Get)('x')], A.prototype, "find", null); A = __decorate([(0, common_1.Controller)('shelf')], A);`, ['GET /shelf/x']],
    ['not one of this program with the name of one', `function Get() { return () => {}; } class A { @Get() find() {} }`, []],
    ['not one that no entry is known of', `import { Body, UseGuards } from '@nestjs/common'; class A { @UseGuards() find(@Body() x) {} }`, []],
  ])('%s', (_name, text, entries) => {
    expect(entriesOf(text)).toEqual(entries);
  });
});

describe('types name what is injected', () => {
  const STORE = { 'store.ts': `import fs from 'fs'; export class Store { load() { return fs.readFileSync('ledger.txt'); } }` };
  const reaches = (text: string): boolean => {
    const program = linked({ 'package.json': MANIFEST, 'app.ts': text, ...STORE });
    const load = program.functions.find((fn) => fn.file === 'store.ts' && fn.name === 'load')?.id;
    return program.edges.some((edge) => edge.to === load && edge.confidence === 'certain');
  };
  test.each([
    ['a parameter property', `import { Store } from './store'; class A { constructor(private store: Store) {} run() { return this.store.load(); } }`, true],
    ['a type-only import', `import type { Store } from './store'; function run(store: Store) { return store.load(); }`, true],
    ['a field', `import { Store } from './store'; class A { private store: Store; run() { return this.store.load(); } }`, true],
    ['metadata of tsc', `const store_1 = require("./store"); let A = class A { constructor(store) { this.store = store; } run() { return this.store.load(); } }; A = __decorate([__metadata("design:paramtypes", [store_1.Store])], A);`, true],
    ['a container', `import { container } from 'tsyringe'; import { Store } from './store'; container.resolve(Store).load();`, true],
    ['not what a caller says otherwise', `import type { Store } from './store'; function run(store: Store) { return store.load(); } run({ load: () => 'x' } as Store);`, false],
    ['not a type of the same name', `interface Store { load(): string } function run(store: Store) { return store.load(); }`, false],
  ])('%s', (_name, text, reached) => {
    expect(reaches(text)).toBe(reached);
  });
});

describe('modules that are run by their path', () => {
  test.each([
    ['a thread', `import { Worker } from 'node:worker_threads'; new Worker(new URL('./job.js', import.meta.url));`, 'production'],
    ['a fork', `const { fork } = require('child_process'); fork(__dirname + '/job.js');`, 'production'],
    ['node itself', `const { spawn } = require('child_process'); spawn(process.execPath, ['job.js']);`, 'production'],
    ['not a worker of the browser', `new Worker('./job.js');`, 'dead'],
    ['not a program of that name', `const { spawn } = require('child_process'); spawn('sort', ['job.js']);`, 'dead'],
  ])('%s', (_name, text, reach) => {
    const program = linked({ 'package.json': MANIFEST, 'app.ts': text, 'job.js': 'module.exports = 1;' });
    expect(program.modules.find((module) => module.file === 'job.js')?.reach).toBe(reach);
  });
});

describe('routers hang where they are mounted', () => {
  test.each([
    ['express', `import express from 'express'; const app = express(); const r = express.Router(); app.use('/a', r); r.get('/b', () => {});`, 'GET /a/b'],
    ['a router in a router', `import { Router } from 'express'; import express from 'express'; const app = express(); const a = Router(); const b = Router(); app.use('/a', a); a.use('/b', b); b.post('/c', () => {});`, 'POST /a/b/c'],
    ['fastify', `import Fastify from 'fastify'; const app = Fastify(); app.register(async (inner) => { inner.get('/b', async () => {}); }, { prefix: '/a' });`, 'GET /a/b'],
    ['koa', `import Router from '@koa/router'; const r = new Router({ prefix: '/a' }); r.get('/b', () => {});`, 'GET /a/b'],
    ['hono', `import { Hono } from 'hono'; const app = new Hono().basePath('/api'); const a = new Hono().get('/b', () => {}); app.route('/a', a);`, 'GET /api/a/b'],
    ['a chained route', `import express from 'express'; const app = express(); app.route('/a').get(() => {}).post(() => {});`, 'POST /a'],
  ])('%s', (_name, text, entry) => {
    expect(entriesOf(text)).toContain(entry);
  });
});
