/** The questions a migration may have to put to people: options with what follows from each. Data only; whether one is asked is decided by evidence elsewhere. */
import type { PlanDecision, StorageTarget } from '../core/plan.js';
import type { Area } from '../core/vocabulary.js';
import { CONTAINER_SLEEP_MINUTES, KV_STALE_SECONDS, QUEUE_WALL_MINUTES } from './platform-limits.js';

export interface Question {
  id: string;
  areas: Area[];
  question: string;
  options: PlanDecision['options'];
  default: string;
}

const option = (id: string, title: string, consequence: string, target?: StorageTarget): PlanDecision['options'][number] =>
  target ? { id, title, consequence, target } : { id, title, consequence };

const CONTAINER = (what: string): PlanDecision['options'][number] =>
  option('container', 'Keep it in a Container', `${what} The modules that need it stay together on one machine, which is billed for its memory while it is awake.`, 'container');

/** Asked when findings of the areas block or threaten the move to Workers. */
export const AREA_QUESTIONS: Question[] = [
  {
    id: 'database', areas: ['sqlite'], question: 'Where do the rows of the SQLite database live?', default: 'd1',
    options: [
      option('d1', 'D1', 'SQLite over a binding: statements stay, calls become asynchronous, a transaction cannot stay open across calls. At most 10 GB for one database.', 'd1'),
      option('durable-object', 'SQLite in a Durable Object', 'Calls stay synchronous inside the object and transactions stay; one object is one writer. Fits one database per tenant or group.', 'durable-object'),
      option('postgres', 'Postgres through Hyperdrive', 'A server of your choice; the SQL dialect changes and a client is made for each request.', 'postgres'),
      option('by-hand', 'Decide later', 'The code stays as it is and does not run on Workers; in a Container the file is gone at the next restart.', 'by-hand'),
    ],
  },
  {
    id: 'models', areas: ['model-inference'], question: 'Who runs the models?', default: 'container',
    options: [
      CONTAINER('The same model gives the same vectors.'),
      option('workers-ai', 'Workers AI', 'A binding, billed per token. Vectors of another model cannot be compared with stored ones: the index is built anew. There is no model for image embeddings.', 'worker-binding'),
      option('openai', 'OpenAI', 'An HTTP call and a key; billed per token; texts leave the platform; the index is built anew.', 'api'),
      option('together', 'Together', 'An HTTP call and a key; few embedding models are left there; the index is built anew.', 'api'),
    ],
  },
  {
    id: 'jobs', areas: ['long-job'], question: 'What runs the work that goes on after the answer?', default: 'workflow',
    options: [
      option('workflow', 'Workflows', 'The work is cut into steps that are retried and may wait for days; what passes between steps is at most 1 MiB each.', 'workflow'),
      option('queue', 'Queues', `One message per job; a consumer has ${QUEUE_WALL_MINUTES} minutes, and a message may arrive twice.`, 'queue'),
      option('container', 'In a Container, request held open', `The code stays; without an open request the instance stops ${CONTAINER_SLEEP_MINUTES} minutes after the last one, and a host restart still ends it, so it needs checkpoints.`, 'container'),
    ],
  },
  {
    id: 'git', areas: ['git-cli'], question: 'How are repositories read and written?', default: 'container',
    options: [
      CONTAINER('git and the working copies stay as they are.'),
      option('github-api', 'REST API of the host', 'No working copy: files and commits go over HTTP, with the limits of the API.', 'api'),
      option('isomorphic-git', 'isomorphic-git', 'git in JavaScript; a clone has to fit in the memory of one request.', 'by-hand'),
    ],
  },
  {
    id: 'processes', areas: ['child-process'], question: 'Where do the programs that this app starts run?', default: 'container',
    options: [CONTAINER('The programs are part of the image.'), option('service', 'A service that does the same', 'An HTTP call in place of each program; each one is chosen and written by hand.', 'api')],
  },
  {
    id: 'threads', areas: ['worker-threads'], question: 'Where does the work of the threads run?', default: 'container',
    options: [CONTAINER('Threads work as they do today.'), option('queue', 'Queues', 'Each task is a message and runs in an isolate of its own, without shared memory.', 'queue')],
  },
  {
    id: 'state', areas: ['in-memory-state'], question: 'What happens to the values that are kept in memory between requests?', default: 'durable-object',
    options: [
      option('durable-object', 'A Durable Object holds them', 'One place for all instances; reads and writes become calls.', 'durable-object'),
      option('accept', 'Each instance keeps its own', 'Nothing changes in the code. Right for caches only: counters, locks and sessions will differ between instances and be lost.', 'keep'),
    ],
  },
  {
    id: 'sessions', areas: ['session-auth'], question: 'Where do sessions live?', default: 'durable-object',
    options: [
      option('durable-object', 'A Durable Object per session', 'Strongly consistent: a logout holds at once.', 'durable-object'),
      option('cookie', 'A signed cookie', 'No store at all; a session cannot be ended from the server before it expires.', 'by-hand'),
      option('database', 'The application database', 'One more query per request.', 'd1'),
    ],
  },
  {
    id: 'websockets', areas: ['websocket-server'], question: 'Who holds the WebSocket connections?', default: 'durable-object',
    options: [
      option('durable-object', 'Durable Objects with hibernation', 'Idle connections cost nothing; the server side is rewritten to their handlers.', 'durable-object'),
      CONTAINER('The library stays; a connection belongs to one instance, and broadcasts reach only that one.'),
    ],
  },
  {
    id: 'private-network', areas: ['private-network'], question: 'How are the hosts of the private network reached?', default: 'tunnel',
    options: [
      option('tunnel', 'Cloudflare Tunnel', 'A connector runs beside those hosts; databases go through Hyperdrive.', 'worker-binding'),
      option('public', 'A public address with allow-list', 'Workers have no fixed address of their own: the list would have to name a proxy.', 'by-hand'),
    ],
  },
  {
    id: 'identity', areas: ['cloud-identity'], question: 'How does the app prove who it is to the cloud it uses today?', default: 'secret',
    options: [
      option('secret', 'A key as a secret', 'A long-lived key that has to be rotated.', 'by-hand'),
      option('move', 'Move that service too', 'No foreign identity is needed once its service is replaced.', 'by-hand'),
    ],
  },
];

/** Asked per group of stored files; the evidence names the files. */
export const FILE_QUESTIONS = {
  documents: {
    id: 'documents', areas: [], question: 'Where do the documents live that are written rarely and read often?', default: 'r2',
    options: [
      option('r2', 'R2', 'What was written is what the next read gets; a read costs less than in KV, and takes longer.', 'r2'),
      option('kv', 'KV', `Reads are fast everywhere and may be up to ${KV_STALE_SECONDS} s old, misses too; one write per second and key.`, 'kv'),
    ],
  },
  'stale-reads': {
    id: 'stale-reads', areas: [], question: 'Records that are written and soon read again: may a read be a minute old?', default: 'r2',
    options: [
      option('r2', 'No: R2', 'Strongly consistent, with conditional writes.', 'r2'),
      option('durable-object', 'No, and writes must not cross: a Durable Object', 'Every record has one writer at a time.', 'durable-object'),
      option('d1', 'No: rows in D1', 'Records become rows and can be queried.', 'd1'),
      option('kv', `Yes: KV, up to ${KV_STALE_SECONDS} s`, 'A status page may go on showing the old state, and two writers may undo each other. Accepted in writing.', 'kv'),
    ],
  },
  uploads: {
    id: 'uploads', areas: [], question: 'How do uploads reach their storage?', default: 'r2',
    options: [
      option('r2', 'Through the Worker into R2', 'The request body is streamed; its size is limited by the plan of the zone (100 MB on Free and Pro).', 'r2'),
      option('presigned', 'Straight to R2 with a signed address', 'No size limit of the zone; the client changes.', 'r2'),
    ],
  },
  'unknown-files': {
    id: 'unknown-files', areas: [], question: 'What are these files for? The code does not tell.', default: 'undecided',
    options: [
      option('undecided', 'Leave them alone', 'Nothing is rewritten; on Workers and in a Container they are gone after the request or the restart.', 'by-hand'),
      option('durable', 'They must survive', 'They go to R2.', 'r2'),
      option('temporary', 'One request or job needs them', 'They stay in /tmp.', 'tmp'),
    ],
  },
} satisfies Record<string, Question>;

export const nativeQuestion = (name: string, by: string | undefined): Question => ({
  id: `native-${name.replace(/^@/, '').replace(/\//g, '-')}`,
  areas: [],
  question: `What takes the place of the compiled add-on ${name}?`,
  default: 'container',
  options: [
    CONTAINER(`${name} runs there as it is.`),
    option('replace', by ? `Use ${by}` : 'Replace it', by ? 'Written by hand; results may differ in detail.' : 'No replacement is known to this tool.', 'by-hand'),
  ],
});
