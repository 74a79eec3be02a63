/** The script that goes with an export and fetches what the stores hold, through the wrangler of the program, for `--check` and `--reverse`. Text only; the user runs it. */

/** Where the bytes of a key stand in a fetched folder: BINDING/values/ and this hash, because keys are longer than names of files may be. */
export const FETCH_SCRIPT = `// Fetches what the stores hold now, byte for byte, through the wrangler of the program:
//   node fetch.mjs NEW-FOLDER FOLDER-OF-THE-PROGRAM [--local]
// NEW-FOLDER then holds, for each binding, keys.json (what \`wrangler kv key list\` prints) and values/, one file per key,
// named by the SHA-256 of the key. wrangler lists no objects of R2: there, only the keys of the manifest are fetched.
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const AT_ONCE = 4;
const [folder, program, ...flags] = process.argv.slice(2);
if (!folder || !program) {
  console.error('usage: node fetch.mjs NEW-FOLDER FOLDER-OF-THE-PROGRAM [--local]');
  process.exit(2);
}
const manifest = JSON.parse(readFileSync(new URL('manifest.json', import.meta.url), 'utf8'));
const where = flags.includes('--local') ? '--local' : '--remote';
const wrangler = path.join(path.dirname(createRequire(path.join(path.resolve(program), 'package.json')).resolve('wrangler/package.json')), 'bin', 'wrangler.js');

// Runs wrangler in the folder of the program; what it prints goes to a file, as bytes.
function run(args, file) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [wrangler, ...args], { cwd: program, stdio: ['ignore', file ? 'pipe' : 'ignore', 'inherit'] });
    const written = file ? child.stdout.pipe(createWriteStream(file, { flags: 'wx' })) : null;
    child.on('error', reject);
    written?.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(\`wrangler \${args.join(' ')} ended with \${code}\`))));
  });
}

const nameOf = (key) => createHash('sha256').update(key).digest('hex');

// A hundred keys at once, as text. Only text whose hash is the one of the manifest is kept: it is the value, byte for byte.
// All others are fetched one by one, as bytes. A key that begins with a dash wrangler takes for an option: its text has to do.
async function fetchTexts(store, keys, base) {
  const expected = new Map(store.entries.map((one) => [one.key, one.sha256]));
  const done = new Set();
  for (let from = 0; from < keys.length; from += 100) {
    const [asked, answer] = [path.join(base, 'asked.json'), path.join(base, 'answer.json')];
    writeFileSync(asked, JSON.stringify(keys.slice(from, from + 100)));
    try {
      await run(['kv', 'bulk', 'get', asked, '--binding', store.binding, where], answer);
      const text = readFileSync(answer, 'utf8');
      for (const [key, found] of Object.entries(JSON.parse(text.slice(0, text.lastIndexOf('}') + 1)))) {
        const value = typeof found === 'string' ? found : found?.value;
        if (typeof value !== 'string') continue;
        const same = createHash('sha256').update(value).digest('hex') === expected.get(key);
        if (!same && !(key.startsWith('-') && !value.includes('\\uFFFD'))) continue;
        writeFileSync(path.join(base, 'values', nameOf(key)), value);
        done.add(key);
      }
    } catch (error) {
      console.error(\`\${error.message}; these keys are fetched one by one\`);
    }
    rmSync(asked, { force: true });
    rmSync(answer, { force: true });
  }
  return done;
}

async function fetchStore(store) {
  const base = path.resolve(folder, store.binding);
  const values = path.join(base, 'values');
  mkdirSync(path.dirname(base), { recursive: true });
  mkdirSync(base);
  mkdirSync(values);
  const isKv = store.kind === 'kv_namespaces';
  if (isKv) await run(['kv', 'key', 'list', '--binding', store.binding, where], path.join(base, 'keys.json'));
  const keys = isKv ? JSON.parse(readFileSync(path.join(base, 'keys.json'), 'utf8')).map((one) => one.name) : store.entries.map((one) => one.key);
  const done = isKv ? await fetchTexts(store, keys, base) : new Set();
  const rest = keys.filter((key) => !done.has(key));
  const failed = [];
  let count = 0;
  const next = rest.values();
  const worker = async () => {
    for (const key of next) {
      const file = path.join(values, nameOf(key));
      try {
        if (isKv && key.startsWith('-')) throw new Error('wrangler takes a key that begins with a dash for an option');
        if (isKv) await run(['kv', 'key', 'get', key, '--binding', store.binding, where], file);
        else await run(['r2', 'object', 'get', \`\${store.bucket}/\${key}\`, '--file', file, where]);
      } catch (error) {
        rmSync(file, { force: true });
        failed.push(\`\${key}: \${error.message}\`);
      }
      count++;
      if (count % 25 === 0 || count === rest.length) console.error(\`\${store.binding}: \${done.size + count} of \${keys.length}\`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return failed;
}

const failed = [];
// Documents that begin in different folders may be in one store.
const stores = [...new Map(manifest.stores.map((one) => [one.binding, { ...one, entries: manifest.stores.filter((other) => other.binding === one.binding).flatMap((other) => other.entries) }])).values()];
for (const store of stores) failed.push(...(await fetchStore(store)));
if (failed.length > 0) {
  console.error(\`\${failed.length} could not be fetched:\\n\${failed.join('\\n')}\`);
  process.exitCode = 1;
}
`;
