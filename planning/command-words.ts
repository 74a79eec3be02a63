/** Whether the command line of a program that is started names a file or folder. */
export function isWord(command: string, name: string): boolean {
  for (let at = command.indexOf(name); at >= 0; at = command.indexOf(name, at + 1)) if (/^$|[\s'"=]/.test(command.slice(Math.max(0, at - 1), at)) && /^(?:$|[\s'"])/.test(command.slice(at + name.length))) return true;
  return false;
}
