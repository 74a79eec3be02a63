/** The module beside a seam by which a browser uploads to the bucket itself: it signs where to, and asks what came. It is written once and is the user's; no route is changed for it. */
import path from 'node:path';
import { readJson, setJson } from '../shared/json-text.js';
import { type ModuleImport, type NewModule, renderModule } from '../shared/render.js';
import type { RewriteInput } from '../define.js';
import { devVars } from './dev-vars.js';
import { type Group, recordedGroups } from './groups.js';
import { keyParts } from './seam.js';
import type { StorageTarget } from './target.js';
import { workerName } from './wrangler.js';

type Read = (file: string) => string | null;

const DEPENDENCY = ['aws4fetch', '^1.0.20'] as const;

const base = ({ layout }: Group): string => layout.seam.slice(0, -path.posix.extname(layout.seam).length);
const moduleOf = (group: Group): string => `${base(group)}.presigned${path.posix.extname(group.layout.seam)}`;
const corsOf = (group: Group): string => `${base(group)}.cors.json`;
const inPackage = ({ layout }: Group, file: string): string => (layout.packageFolder === '' ? file : `${layout.packageFolder}/${file}`);

/** Groups that users upload into. */
function uploadedGroups(target: StorageTarget, input: RewriteInput, groups: readonly Group[]): Group[] {
  const takesFiles = ({ operations }: Group): boolean => operations.has('uploads') || operations.has('incoming');
  const forUsers = (group: Group): boolean => input.plan.components.some(({ id, resources }) => group.components.includes(id) && resources.some((one) => input.program.resources.find((resource) => resource.id === one)?.persistence === 'upload'));
  const recorded = recordedGroups(target, input).filter(({ layout }) => !groups.some((group) => group.layout.seam === layout.seam));
  return [...groups, ...recorded].filter((group) => takesFiles(group) || forUsers(group));
}

/** Files of the option, each with its text; what stands there stays. */
export function presignedFiles(target: StorageTarget, input: RewriteInput, groups: readonly Group[], read: Read): ReadonlyMap<string, string> {
  if (input.uploads !== 'presigned' || input.step === 'seam') return new Map();
  return uploadedGroups(target, input, groups).reduce<ReadonlyMap<string, string>>((before, group) => {
    const now: Read = (file) => before.get(file) ?? read(file);
    return new Map([...before, ...filesOf(target, group, now)]);
  }, new Map());
}

function filesOf(target: StorageTarget, group: Group, read: Read): [file: string, text: string][] {
  const [module, cors, manifest, variables] = [moduleOf(group), corsOf(group), inPackage(group, 'package.json'), inPackage(group, '.dev.vars.example')];
  const listed = read(manifest) ?? '{}\n';
  const [name, range] = DEPENDENCY;
  const has = (readJson(listed) as { dependencies?: Record<string, string> } | null)?.dependencies?.[name] !== undefined;
  const names = target.inContainer ? null : devVars(read(variables), ['R2_ENDPOINT', 'R2_ACCESS_KEY_ID', 'R2_SECRET_ACCESS_KEY', `${group.binding}_BUCKET`].map((one) => ({ name: one, placeholder: PLACEHOLDERS[one] ?? '', at: module })), new Set());
  return [
    ...(read(module) === null ? [[module, renderModule(presignedModule(textOf(group)), group.layout.dialect, group.style, module)] as [string, string]] : []),
    ...(read(cors) === null ? [[cors, CORS] as [string, string]] : []),
    ...(has ? [] : [[manifest, setJson(listed, ['dependencies', name], range)] as [string, string]]),
    ...(names === null ? [] : [[variables, names] as [string, string]]),
  ];
}

const PLACEHOLDERS: Record<string, string> = { R2_ENDPOINT: 'https://ACCOUNT_ID.r2.cloudflarestorage.com' };

/** As `wrangler r2 bucket cors set` reads it. */
const CORS = `${JSON.stringify({ rules: [{ allowed: { origins: ['https://your-app.example'], methods: ['PUT'], headers: ['content-type', 'if-none-match'] }, maxAgeSeconds: 3600 }] }, null, 2)}\n`;

/** What a person has to do for them. */
export function presignedNotes(target: StorageTarget, input: RewriteInput, groups: readonly Group[]): string[] {
  if (input.uploads !== 'presigned' || input.step === 'seam') return [];
  const uploaded = uploadedGroups(target, input, groups);
  if (uploaded.length === 0) return ['Nothing that users upload moves to R2 here, so nothing was written for presigned uploads'];
  return uploaded.flatMap((group) => [
    `${moduleOf(group)} signs uploads that the browser puts into the bucket itself (signUpload) and tells what came (confirmUpload); the routes that take uploads stay as they are, and no route uses it yet`,
    `It needs aws4fetch (install the packages again) and R2_ENDPOINT, R2_ACCESS_KEY_ID, R2_SECRET_ACCESS_KEY and ${group.binding}_BUCKET; for the browser, put the origins of your pages into ${corsOf(group)} and run: npx wrangler r2 bucket cors set ${bucketName(target, input, group)} --file ${corsOf(group)}`,
  ]);
}

function bucketName(target: StorageTarget, input: RewriteInput, group: Group): string {
  const manifest = input.read(inPackage(group, 'package.json'));
  const name = (manifest === null ? null : (readJson(manifest) as { name?: string } | null))?.name ?? input.program.name;
  return target.wrangler(group.binding, workerName(name)).entry.bucket_name ?? group.binding;
}

/** What the text depends on: how the seam finds keys, its binding, and the specifier of its adapter. */
interface PresignedText {
  urls: boolean;
  whole: boolean;
  asksWhere: boolean;
  binding: string;
  adapter: string;
}

const textOf = ({ urls, asksWhere, binding, folder, layout }: Group): PresignedText => ({ urls, asksWhere, binding, whole: folder.expression.kind === 'whole', adapter: layout.adapter });

const imports = ({ urls, adapter }: PresignedText): ModuleImport[] => [
  { kind: 'default', local: 'path', from: 'node:path' },
  ...(urls ? [{ kind: 'named' as const, names: ['fileURLToPath'], from: 'node:url' }] : []),
  { kind: 'named', names: ['AwsClient'], from: DEPENDENCY[0] },
  { kind: 'namespace', local: 'adapter', from: adapter },
];

export const presignedModule = (text: PresignedText): NewModule => ({
  header: [
    'Uploads that go from the browser into the bucket, past this program: signUpload says where to, confirmUpload what came. It is yours to change.',
    'In a handler:   const place = path.join(FOLDER, randomUUID());   // chosen here, never by the browser, and kept with the user',
    "                response.json(await signUpload(place, { type: request.body.type }));",
    'In the browser: await fetch(url, { method, headers, body: file });',
    'Then, in a handler again: const file = await confirmUpload(place);   // null: nothing came; look at file.size and file.mimetype as multer did',
  ],
  imports: imports(text),
  body: [
    ...keyParts(text),
    { code: `function set(name‹: string›) {
  const value = process.env[name];
  if (!value) throw new Error(\`\${name} is not set: uploads are signed with the keys of R2's S3 API\`);
  return value;
}` },
    { code: `function signer() {
  return new AwsClient({ accessKeyId: set('R2_ACCESS_KEY_ID'), secretAccessKey: set('R2_SECRET_ACCESS_KEY'), service: 's3', region: 'auto' });
}` },
    { code: `function addressOf(file‹: string›) {
  const key = keyOf(file).split('/').map(encodeURIComponent).join('/');
  return \`\${set('R2_ENDPOINT').replace(/\\/$/, '')}/\${set('${text.binding}_BUCKET')}/\${key}\`;
}` },
    { exports: 'signUpload', code: `// What the browser has to send, for one file, within \`seconds\` (up to seven days). Signed are the key, the content type and, unless it
// \`replaces\` a file, that none is there yet. How long the file is, is left to the browser: look at it when it came.
async function signUpload(file‹: string›, { type = 'application/octet-stream', seconds = 600, replaces = false }‹: { type?: string; seconds?: number; replaces?: boolean }› = {}) {
  const address = new URL(addressOf(file));
  address.searchParams.set('X-Amz-Expires', String(seconds));
  const headers‹: Record<string, string>› = { 'content-type': type, ...(replaces ? {} : { 'if-none-match': '*' }) };
  const { url } = await signer().sign(address.href, { method: 'PUT', headers, aws: { signQuery: true, allHeaders: true } });
  return { method: 'PUT', url, headers };
}` },
    { exports: 'confirmUpload', code: `// The fields that multer gives for a file, once it is there; null before. Ask for what was signed alone: it tells of any file.
async function confirmUpload(file‹: string›, { fieldname = 'file', originalname = path.basename(file) }‹: { fieldname?: string; originalname?: string }› = {}) {
  const found = await signer().fetch(addressOf(file), { method: 'HEAD', headers: { 'accept-encoding': 'identity' } });
  if (found.status === 404) return null;
  const length = found.headers.get('content-length');
  if (!found.ok || length === null) throw new Error(\`the bucket does not tell of \${file}: it answered \${found.status}\`);
  return { fieldname, originalname, encoding: '7bit', mimetype: found.headers.get('content-type') ?? 'application/octet-stream', destination: path.dirname(file), filename: path.basename(file), path: file, size: Number(length) };
}` },
  ],
});
