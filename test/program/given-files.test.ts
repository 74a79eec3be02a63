import { describe, expect, test } from 'vitest';
import { sitesIn } from './linked.js';

const SHIPPED = { 'locales/de.json': '{}', 'bell.sh': 'echo', 'jobs/tide.js': 'module.exports = 1;', 'package.json': '{"main":"app.js"}' };

const given = (text: string): (string | undefined)[] =>
  sitesIn(`const path = require('path');\nconst phrases = require('phrasebook');\nconst clone = require('clone');\n${text}`, SHIPPED).filter((site) => site.origin === 'file.given').map((site) => site.storage?.path.text);

describe('shipped files that somebody else reads', () => {
  test.each([
    ['a folder handed to a package', `phrases.load('de', path.join(__dirname, 'locales'));`, 'locales'],
    ['in its options', 'phrases.configure({ folder: `${__dirname}/locales` });', 'locales'],
    ['put into the environment', `process.env.BELL = path.join(__dirname, 'bell.sh');`, 'bell.sh'],
    ['put into a copy of it', `const env = clone(process.env);\nenv.BELL = path.join(__dirname, 'bell.sh');`, 'bell.sh'],
    ['a program for another process', `exports.env = { ...process.env, JOB: path.join(__dirname, 'jobs', 'tide.js') };`, 'jobs/tide.js'],
  ])('%s', (_name, text, path) => expect(given(text)).toEqual([path]));

  test.each([
    ['what does not ship', `phrases.load(path.join(__dirname, 'written'));`],
    ['code, which is loaded', `phrases.load(path.join(__dirname, 'jobs'));`],
    ['a path below the working directory', `phrases.load(path.join('locales'));`],
    ['a known API', `require('fs').readFileSync(path.join(__dirname, 'bell.sh'));`],
    ['a function of the program', `const load = (folder) => folder;\nload(path.join(__dirname, 'locales'));`],
    ['another object', `const names = {};\nnames.BELL = path.join(__dirname, 'bell.sh');`],
    ['the console', `console.log(path.join(__dirname, 'locales'));`],
  ])('not %s', (_name, text) => expect(given(text)).toEqual([]));
});
