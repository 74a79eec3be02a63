/** Makes one git commit of named files. Runs no hook of the repository, pushes nothing, and leaves what else is staged alone. */
import { spawnSync } from 'node:child_process';
import { UserError } from './errors.js';

const QUIET = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'commit.gpgSign=false', '-c', 'gc.auto=0'];

function git(root: string, args: readonly string[], input?: string): { ok: boolean; out: string; said: string } {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^GIT_(?:DIR|WORK_TREE|INDEX_FILE)$/.test(name)));
  const result = spawnSync('git', [...QUIET, '-C', root, ...args], { env, encoding: 'utf8', maxBuffer: 64e6, ...(input === undefined ? {} : { input }) });
  return { ok: !result.error && result.status === 0, out: result.stdout ?? '', said: (result.stderr ?? String(result.error ?? '')).trim() };
}

/** Throws UserError unless a commit could be made here now: a repository, somebody to sign it, and no merge or rebase under way. */
export function checkCommittable(root: string): void {
  const folder = git(root, ['rev-parse', '--absolute-git-dir']);
  if (!folder.ok) throw new UserError('no-repository', `${root} is in no git repository.`, 'Leave --commit out, or run git init and make a first commit.');
  if (!git(root, ['rev-parse', '--verify', '-q', 'HEAD']).ok) throw new UserError('no-commit-yet', 'The repository has no commit yet.', 'Commit the program as it is first, so that each step of the rewrite can be seen.');
  if (!git(root, ['var', 'GIT_COMMITTER_IDENT']).ok) throw new UserError('no-identity', 'git does not know who commits.', 'Set user.name and user.email: git config user.name "…"');
  const under = ['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'REBASE_HEAD'].find((name) => git(root, ['rev-parse', '--verify', '-q', name]).ok);
  if (under) throw new UserError('git-busy', `The repository is in the middle of something (${under}).`, 'Finish or abort it first.');
}

/** Commits `files` (relative to `root`) as they stand on disk, and nothing else. Answers the short hash. Throws UserError with what git said. */
export function commitFiles(root: string, files: readonly string[], message: string): string {
  const specs = files.map((file) => `:(literal)${file}`);
  for (const args of [['add', '--force', '--', ...specs], ['commit', '--quiet', '--no-verify', '--file=-', '--only', '--', ...specs]]) {
    const { ok, said } = git(root, args, message);
    if (!ok) throw new UserError('commit-failed', `git could not commit: ${said.split('\n')[0] ?? ''}`, 'The files stand as they were before this step; run git commit yourself to see more.');
  }
  return git(root, ['rev-parse', '--short', 'HEAD']).out.trim();
}
