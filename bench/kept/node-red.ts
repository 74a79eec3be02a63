/** Asks a Node-RED for what it stores: flows, library, context, settings of a user. It is started twice over one folder, so that what it kept is read again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** What can be compared: without revisions, times, ports and places. */
export interface Kept {
  answers: string[];
  files: string[];
  log: string[];
}

type Asked = [method: string, path: string, body?: unknown, headers?: Record<string, string>];

const FLOW = [
  { id: 't1', type: 'tab', label: 'Tides' },
  { id: 'i1', type: 'inject', z: 't1', name: 'tide', props: [{ p: 'payload' }], repeat: '', once: true, onceDelay: 0.1, payload: '5', payloadType: 'num', wires: [['f1']] },
  { id: 'f1', type: 'function', z: 't1', func: "flow.set('height', (flow.get('height') || 0) + msg.payload); global.set('harbour', 'Port Ellen'); return msg;", outputs: 1, wires: [[]] },
];

/** In place of the first: what that one kept is cleared away, and its flows stay as a backup. */
const OTHER = [{ id: 't2', type: 'tab', label: 'Lights' }];

const FIRST: Asked[] = [
  ['GET', '/flows'], ['POST', '/flows', FLOW, { 'Node-RED-Deployment-Type': 'full' }], ['GET', '/flows'],
  ['POST', '/library/local/flows/my/deep.json', FLOW], ['GET', '/library/local/flows'], ['GET', '/library/local/flows/my/deep.json'],
  ['POST', '/library/local/functions/a.js', { name: 'a', text: 'return msg;' }], ['GET', '/library/local/functions'],
  ['GET', '/context/global'], ['GET', '/context/flow/t1'], ['POST', '/settings/user', { theme: 'dark' }], ['GET', '/settings/user'],
];
const SECOND: Asked[] = [['GET', '/flows'], ['GET', '/context/global'], ['GET', '/context/flow/t1'], ['GET', '/settings/user'], ['GET', '/library/local/flows/my/deep.json'], ['DELETE', '/context/global/harbour'], ['GET', '/context/global'], ['POST', '/flows', OTHER, { 'Node-RED-Deployment-Type': 'full' }], ['GET', '/flows']];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function ask(port: number, [method, at, body, headers = {}]: Asked): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${at}`, { method, headers: { 'content-type': 'application/json', ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return `${method} ${at} ${response.status} ${(await response.text()).replace(/"rev":"\w+"/, '"rev":…')}`;
}

/** Starts it, asks, lets it write what it holds back for a moment, and ends it. */
async function session({ folder, preload }: Installed, user: string, port: number, asked: readonly Asked[]): Promise<{ answers: string[]; log: string }> {
  const child = spawn(process.execPath, [...(preload === undefined ? [] : ['--require', preload]), path.join(folder, 'node_modules', 'node-red', 'red.js'), '--userDir', user], { cwd: folder });
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => log.push(String(text)));
  for (let i = 0; i < 120 && !log.join('').includes('Started flows'); i++) await pause(500);
  const answers: string[] = [];
  for (const one of asked) {
    answers.push(await ask(port, one));
    // Deployments are answered before the flows run.
    await pause(500);
  }
  await pause(3000);
  child.kill('SIGINT');
  await once(child, 'exit');
  return { answers, log: log.join('') };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const at = path.join(folder, entry.name);
    return entry.isDirectory() ? [`${at}/`, ...filesBelow(at)] : [`${at} ${/^settings\.js$|config\.(?:runtime|nodes)|package\.json/.test(entry.name) ? '' : readFileSync(at, 'utf8')}`];
  });
}

export interface Installed {
  folder: string;
  /** A file that Node loads before it. */
  preload?: string;
}

export async function playNodeRed(installed: Installed): Promise<Kept> {
  const { folder } = installed;
  const [user, port] = [path.join(folder, 'user'), await freePort()];
  rmSync(user, { recursive: true, force: true });
  mkdirSync(user, { recursive: true });
  writeFileSync(path.join(user, 'settings.js'), `module.exports = { uiPort: ${port}, uiHost: '127.0.0.1', flowFile: 'flows.json', credentialSecret: 'x', contextStorage: { default: { module: 'localfilesystem', config: { flushInterval: 1 } } }, telemetry: { enabled: false } };\n`);
  const [first, second] = [await session(installed, user, port, FIRST), await session(installed, user, port, SECOND)];
  const placeless = (text: string): string => text.replaceAll(user, 'USER').replaceAll(String(port), 'PORT').replace(/^\d+ \w+ [\d:]+ - /, '');
  return {
    answers: [...first.answers, ...second.answers].map(placeless),
    files: filesBelow(user).map(placeless).sort(),
    log: `${first.log}\n${second.log}`.split('\n').map(placeless).filter((line) => line.trim() !== ''),
  };
}
