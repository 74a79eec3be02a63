/** Turns the examples of a rule into small programs, as files in memory. It runs and judges nothing. */
import type { Rule } from '../core/rules.js';

/** Lines such as `--- data/settings.json` start another file; what stands before the first is app.js. */
const DIVIDER = /^--- (\S+)$/;

function filesOf(example: string): Record<string, string> {
  const files: Record<string, string[]> = { 'app.js': [] };
  let name = 'app.js';
  for (const line of example.split('\n')) {
    const divider = DIVIDER.exec(line);
    if (divider) name = divider[1] ?? name;
    (files[name] ??= []).push(...(divider ? [] : [line]));
  }
  if (files['app.js']?.every((line) => line.trim() === '')) delete files['app.js'];
  return Object.fromEntries(Object.entries(files).map(([file, lines]) => [file, lines.join('\n')]));
}

/** The program of one example: its files, and a package.json that starts app.js and depends on what the rule assumes installed. */
export function programOfExample(rule: Rule, example: string): Record<string, string> {
  const files = filesOf(example);
  const main = 'app.js' in files ? 'app.js' : (Object.keys(files).find((file) => /\.[cm]?[jt]sx?$/.test(file)) ?? 'app.js');
  return { 'package.json': JSON.stringify({ name: 'example', main, dependencies: rule.exampleFiles ?? {} }), ...files };
}
