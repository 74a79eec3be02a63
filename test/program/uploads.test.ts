/** Where the files of an upload middleware lie, however the code names them. */
import { describe, expect, test } from 'vitest';
import { sitesIn } from './linked.js';

const paths = (setup: string, route: string): (string | undefined)[] =>
  sitesIn(`const express = require('express');\nconst multer = require('multer');\nconst fs = require('fs');\nconst path = require('path');\n${setup}\nconst app = express();\n${route}`, { 'package.json': '{"main":"app.js"}' })
    .filter((site) => site.origin.startsWith('node:fs.')).map((site) => site.storage?.path.text);

const DEST = `const upload = multer({ dest: 'data/scans' });`;
const DISK = `const upload = multer({ storage: multer.diskStorage({ destination: (req, file, cb) => fs.mkdir('data/' + req.params.ship, () => cb(null, path.join('data', req.params.ship))), filename: (req, file, cb) => cb(null, file.originalname) }) });`;

describe('an uploaded file', () => {
  test.each([
    ['a single one', DEST, `app.post('/', upload.single('a'), (req) => fs.statSync(req.file.path));`, ['data/scans/*']],
    ['its folder', DEST, `app.post('/', upload.single('a'), (req) => fs.readdirSync(req.file.destination));`, ['data/scans']],
    ['taken apart', DEST, `app.post('/', upload.single('a'), (req) => { const { path: at } = req.file; fs.statSync(at); });`, ['data/scans/*']],
    ['the first of a list', DEST, `app.post('/', upload.array('a'), (req) => fs.statSync(req.files[0].path));`, ['data/scans/*']],
    ['each of a list', DEST, `app.post('/', upload.array('a'), (req) => { for (const file of req.files) fs.statSync(file.path); });`, ['data/scans/*']],
    ['of a field', DEST, `app.post('/', upload.fields([{ name: 'a' }]), (req) => fs.statSync(req.files.a[0].path));`, ['data/scans/*']],
    ['behind a middleware that is called by hand', DEST, `app.post('/', (req, res) => upload.single('a')(req, res, () => fs.statSync(req.file.path)));`, ['data/scans/*']],
    ['in a folder that a function calls back with', DISK, `app.post('/:ship', upload.single('a'), (req) => fs.statSync(req.file.path));`, ['data/*', 'data/*/*']],
    ['under the name of its filename', DEST, `app.post('/', upload.single('a'), (req) => fs.statSync(path.join('data/kept', req.file.filename)));`, ['data/kept/*']],
  ])('%s', (_name, setup, route, expected) => expect(paths(setup, route)).toEqual(expected));

  test('that express-fileupload does not keep in memory lies where it is told', () => {
    const route = `app.post('/', (req) => fs.statSync(req.files.a.tempFilePath));`;
    expect(paths(`const upload = require('express-fileupload')({ useTempFiles: true, tempFileDir: '/tmp/in' });`, route)).toEqual(['<tmp>/in/*']);
    expect(paths(`const upload = require('express-fileupload')({ useTempFiles: true });`, route)).toEqual(['tmp/*']);
  });

  test('in memory lies nowhere', () => expect(paths('const upload = multer({ storage: multer.memoryStorage() });', `app.post('/', upload.single('a'), (req) => fs.statSync(req.file.path));`)).not.toContain('data/scans/*'));
});
