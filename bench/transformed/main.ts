/** `npm run transformed`: how many calls on stored files a codemod rewrites in real programs, and what stops it at the others. Nothing is written and nothing of the programs runs. */
import { parseArgs } from 'node:util';
import { readProjectFile } from '../../core/project.js';
import { scanFolder } from '../../pipeline/scan.js';
import { mistyped } from '../../pipeline/type-check.js';
import { fetchProgram, programCache } from '../accuracy/fetch.js';
import { outcomes } from './outcomes.js';
import { waiting } from './waiting.js';
import { type Measured, details, table, waitingDetails, waitingTable } from './words.js';

const USAGE = `npm run transformed -- [--program NAME@VERSION]... [--codemod NAME] [--planned] [--list] [--cache DIR]

  --program  only this package, or a folder on this machine; more than once for several
  --codemod  fs-to-kv (as it is), or another
  --planned  with the targets that the plan chooses; without it staleness of KV is accepted, so that only the rewriting itself is in question
  --list     every call that is not transformed, with its chain of reasons, and every call whose callers cannot all wait
  --cache    where the unpacked programs are kept`;

/** Programs that keep files, none written for this tool. */
const PROGRAMS = [
  'json-server@0.17.4', 'uptime-kuma@2.0.0-dev.0', 'thelounge@4.5.2', 'statsd@0.9.0', '@node-red/runtime@5.0.7', 'pouchdb-server@4.2.0',
  'verdaccio@5.33.0', '@verdaccio/local-storage-legacy@11.3.4', '@actual-app/sync-server@25.6.0', 'sqlpad@3.1.0', 'hubot@14.1.0', 'node-media-server@2.7.4',
  'zigbee2mqtt@2.14.1', 'signalk-server@2.32.0', 'homebridge@2.4.0'
];

const { values } = parseArgs({
  options: {
    program: { type: 'string', multiple: true, default: PROGRAMS },
    codemod: { type: 'string', default: 'fs-to-kv' },
    planned: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    cache: { type: 'string', default: programCache() },
    help: { type: 'boolean', default: false },
  },
});

function measure(name: string): Measured {
  const isFolder = /^[./]/.test(name);
  const scanned = scanFolder(isFolder ? name : fetchProgram(name, values.cache), { everyFile: true });
  const { program, project } = scanned;
  const read = (file: string): string | null => readProjectFile(project, file);
  const found = outcomes(program, read, { accepted: !values.planned, codemod: values.codemod, mistyped: (changes) => mistyped(scanned, changes) });
  return { name, outcomes: found, waiting: waiting(program, found, read) };
}

if (values.help) console.log(USAGE);
else {
  const measured = values.program.map(measure);
  if (values.list) for (const one of measured) console.log(`${details(one.name, one.outcomes)}\n${waitingDetails(one.name, one.waiting)}`);
  console.log(`${table(measured)}\n\n${waitingTable(measured)}`);
}
