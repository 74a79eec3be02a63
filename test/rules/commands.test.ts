import { expect, it } from 'vitest';
import { programsOf } from '../../rules/commands.js';

it.each([
  ['git clone x', ['git']],
  ['/usr/bin/git status', ['git']],
  ['cd repo && git pull', ['cd', 'git']],
  ['GIT_SSH_COMMAND=ssh git fetch', ['git']],
  ['sudo -E systemctl restart app', ['systemctl']],
  ['cat a | grep b; rm -rf c', ['cat', 'grep', 'rm']],
  ['"ffmpeg" -i <env FILE>', ['ffmpeg']],
  ['C:\\tools\\magick.exe in.png out.jpg', ['magick']],
  ['* --version', ['*']],
  ['', []],
])('%j runs %j', (text, programs) => {
  expect(programsOf(text)).toEqual(programs);
});
