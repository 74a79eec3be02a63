import { expect, test } from 'vitest';
import { linked } from './linked.js';

const COUNT = 80;
const at = (index: number): string => `s${index % COUNT}`;
const NAMES = Array.from({ length: COUNT }, (_, index) => at(index));

/** As generators of parsers write them: a few variables of one function, each set to most of the others somewhere. */
const rule = (_: unknown, step: number): string =>
  `function rule${step}() {\n    ${NAMES.map((name, index) => `${name} = ${at(index + step)}; ${name} = join(${at(index + 2 * step)}, ${at(index + 3 * step)});`).join('\n    ')}\n  }`;

const USES = [
  's0.load(s1)', 'fork(s2, { script: s3 })', 's4(s5)', 'require(s6)', 'fs.readFileSync(s7)', 'fs.writeFileSync(s8, s9)', 'https.createServer({ key: s10, cert: s11 })', 'spawn(s12, [s13])',
  's14.on(s15, s16)', 'new s17(s18)', 's19[s20](s21)', 'app.get(s22, s23)', 'setInterval(s24, s25)', 'bus.emit(s26, s27)', 'module.exports = s28',
];

test('variables that are assigned to each other a thousand times are asked once each, wherever they are used', { timeout: 20_000 }, () => {
  const source = `const fs = require('fs');\nconst https = require('https');\nconst { spawn, fork } = require('child_process');\nconst { join } = require('path');\nfunction parse() {\n  var ${NAMES.join(', ')};\n  ${Array.from({ length: 20 }, rule).join('\n  ')}\n  ${USES.join(';\n  ')};\n}\nmodule.exports.parse = parse;`;
  const program = linked({ 'index.js': source, 'package.json': '{ "main": "index.js" }' });
  expect(program.sites.map((site) => site.origin)).toEqual(expect.arrayContaining(['node:fs.readFileSync', 'node:fs.writeFileSync', 'node:child_process.spawn']));
});

test('a loader that calls itself with parts of what it was given is followed to its callers once', { timeout: 20_000 }, () => {
  const again = ['module', 'class', 'adapter', 'plugin', 'inner', 'outer'].map((name) => `if (given.${name}) return load(given.${name}, other, given.options);`).join('\n  ');
  const loader = `function load(given, other, options) {\n  if (!given) return load(other, undefined, options);\n  ${again}\n  given = require(given);\n  if (given.default) given = given.default;\n  return load(given, undefined, options);\n}\nmodule.exports = load;`;
  const callers = Array.from({ length: 60 }, (_, index) => `exports.use${index} = (options) => load(options.part${index}, require('./part'), load(options.other${index}, options.part${index}));`).join('\n');
  const program = linked({ 'index.js': `const fs = require('fs');\nconst load = require('./load');\n${callers}\nload('./data/settings.json');\nfs.writeFileSync(__dirname + '/data/settings.json', '{}');`, 'load.js': loader, 'part.js': 'module.exports = 1;', 'package.json': '{ "main": "index.js" }' });
  expect(program.resources.flatMap((resource) => (resource.loads ?? []).map((load) => load.by))).toEqual(['require']);
});
