/** Which programs a command line runs, read from its text. It knows words, not shells: what it cannot read it leaves out. */

const WRAPPERS = new Set(['sudo', 'env', 'nohup', 'time', 'exec', 'command', 'npx', 'xargs', 'nice', 'timeout']);

/** Splits where a shell starts another command. */
const SEPARATORS = /&&|\|\||[;|\n]|\$\(|`/;

const stripped = (word: string): string => word.replace(/^["'(]+|["')]+$/g, '');

/** `/usr/bin/git` and `git.exe` are git. */
const baseName = (word: string): string => word.replace(/^.*[\\/]/, '').replace(/\.(?:exe|cmd|bat)$/i, '');

/** Programs named in `text`: the first word of each command, after assignments, wrappers and flags. */
export function programsOf(text: string): string[] {
  return text.split(SEPARATORS).flatMap((part) => {
    const words = part.trim().split(/\s+/).map(stripped).filter((word) => word !== '');
    const first = words.find((word, i) => !/^[A-Za-z_]\w*=/.test(word) && !WRAPPERS.has(word) && !(i > 0 && word.startsWith('-')));
    return first === undefined ? [] : [baseName(first)];
  });
}
