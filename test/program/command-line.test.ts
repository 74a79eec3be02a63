import { describe, expect, test } from 'vitest';
import { filesStarted, type Scripts } from '../../program/command-line.js';
import { linked } from './linked.js';

const PACKAGES: Record<string, Record<string, string>> = {
  '': { start: 'node server.js', 'start:web': 'node web.js', 'start:jobs': 'node jobs.js', loop: 'npm run loop', boot: 'npm run start' },
  'apps/api': { start: 'tsx src/api.ts', serve: 'node api.js' },
};
const scripts: Scripts = {
  commandOf: (folder, name) => PACKAGES[folder]?.[name] ?? null,
  namesOf: (folder) => Object.keys(PACKAGES[folder] ?? {}),
  folderOf: (name) => (name === '@shop/api' || name === 'apps/api' || name === 'api' ? 'apps/api' : null),
  folders: Object.keys(PACKAGES),
};

const started = (line: string): string[] => filesStarted(line, '', scripts).map(({ folder, file }) => (folder === '' ? file : `${folder}: ${file}`));

describe('files that a command line starts', () => {
  test.each<[string, string[]]>([
    ['node server.js', ['server.js']],
    ['NODE_ENV=production node --max-old-space-size=512 --env-file .env src/a.js --port 3', ['src/a.js']],
    ['env A=1 B=2 node a.js', ['a.js']],
    ['cross-env NODE_ENV=production node a.js', ['a.js']],
    ['dotenv -e .env -- node a.js', ['a.js']],
    ['doppler run -- node a.js', ['a.js']],
    ['exec tini -- node a.js', ['a.js']],
    ['node --import ./trace.mjs -r dotenv/config a.js', ['./trace.mjs', 'a.js']],
    ['node -r ./trace.js a.js', ['./trace.js', 'a.js']],
    ['nodemon --watch src --exec ts-node src/a.ts', ['src/a.ts']],
    ['nodemon --exec "tsx src/a.ts"', ['src/a.ts']],
    ['nodemon --ext ts a.js', ['a.js']],
    ['tsx watch src/a.ts', ['src/a.ts']],
    ['ts-node -P tsconfig.json src/a.ts', ['src/a.ts']],
    ['npx --yes tsx src/a.ts', ['src/a.ts']],
    ['pm2 start a.js --name web -i max', ['a.js']],
    ['pm2-runtime start ecosystem.config.js', []],
    ['pm2-runtime a.js', ['a.js']],
    ['npm start', ['server.js']],
    ['npm run start:web', ['web.js']],
    ['npm run boot', ['server.js']],
    ['npm run loop', []],
    ['node --run start:web', ['web.js']],
    ['yarn start', ['server.js']],
    ['pnpm run start:jobs', ['jobs.js']],
    ['npm --prefix apps/api start', ['apps/api: src/api.ts']],
    ['npm start -w @shop/api', ['apps/api: src/api.ts']],
    ['npm run serve --workspace=apps/api', ['apps/api: api.js']],
    ['yarn workspace @shop/api serve', ['apps/api: api.js']],
    ['pnpm --filter @shop/api... start', ['apps/api: src/api.ts']],
    ['turbo run serve', ['apps/api: api.js']],
    ['cd apps/api && node b.js', ['apps/api: b.js']],
    ['run-p start:*', ['web.js', 'jobs.js']],
    ['concurrently -n a,b "npm:start:web" "node jobs.js"', ['web.js', 'jobs.js']],
    ['sh -c "node a.js && node b.js"', ['a.js', 'b.js']],
    ['docker-entrypoint.sh node a.js', ['a.js']],
    ['./scripts/boot.js', ['./scripts/boot.js']],
    ['node .', ['.']],
    ['nest start', ['src/main']],
    ['fastify start -l info src/app.js', ['src/app.js']],
    ['bun run src/a.ts', ['src/a.ts']],
    ['node -e "require(\'./a\')"', []],
    ['prisma migrate deploy && node a.js', ['a.js']],
    ['next start', []],
    ['npm test', []],
    ['echo node', []],
    ['', []],
  ])('%s', (line, files) => {
    expect(started(line)).toEqual(files);
  });
});

describe('entries of a program', () => {
  const startsOf = (files: Record<string, string>): string[] => linked(files).entryPoints.filter((entry) => entry.kind === 'start').map((entry) => entry.file);

  test.each<[string, Record<string, string>, string[]]>([
    ['npm start of an image', { 'package.json': '{"scripts":{"start":"npm run live","live":"node src/a.js"}}', Dockerfile: 'FROM node:20\nCMD ["npm","start"]\n', 'src/a.js': '', 'b.js': '' }, ['src/a.js']],
    ['a built file that is not there', { 'package.json': '{"main":"dist/a.js","scripts":{"start":"node dist/b.js"}}', 'src/a.ts': '', 'src/b.ts': '' }, ['src/b.ts', 'src/a.ts']],
    ['a built file that is there', { 'package.json': '{"scripts":{"start":"node dist/b.js"}}', 'src/b.ts': '', 'dist/b.js': '' }, ['dist/b.js']],
    ['built with the source folder inside', { 'package.json': '{"scripts":{"start":"node build/src/a"}}', 'src/a.ts': '' }, ['src/a.ts']],
    ['built into one folder for all packages', { 'package.json': '{"scripts":{"start":"node dist/apps/api/main.js"}}', 'apps/api/src/main.ts': '' }, ['apps/api/src/main.ts']],
    ['a folder that the image copies', { Dockerfile: 'FROM node:20\nWORKDIR /app\nCOPY server/ ./\nCMD ["node", "/app/index.js"]\n', 'server/index.js': '', 'tools/x.js': '' }, ['server/index.js']],
    ['pm2, without running its file', { 'ecosystem.config.js': 'module.exports = { apps: [{ script: "a.js" }] };', 'a.js': '', 'b.js': '' }, ['a.js']],
    ['a package of a workspace, when the root starts nothing', { 'package.json': '{"workspaces":["apps/*"]}', 'apps/api/package.json': '{"name":"api","scripts":{"start":"node a.js"}}', 'apps/api/a.js': '', 'b.js': '' }, ['apps/api/a.js']],
    ['main of the root by a dot', { 'package.json': '{"main":"lib/a.js","scripts":{"start":"node ."}}', 'lib/a.js': '' }, ['lib/a.js']],
  ])('%s', (_name, files, starts) => {
    expect(startsOf(files)).toEqual(starts);
  });
});
