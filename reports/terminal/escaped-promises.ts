/** Promises that nobody waited for, for a terminal: those that count first, then those that are only told. */
import type { EscapedPromise } from '../../core/verification.js';
import { plural } from '../numbers.js';
import { visible } from '../visible-text.js';
import type { Paint } from './paint.js';
import { hanging, wrap } from './wrap.js';

function row(escaped: EscapedPromise, width: number, paint: Paint): string[] {
  const { file, line, call, use, requests, informational } = escaped;
  const tone = informational === undefined ? paint.danger : paint.warning;
  const [first = '', ...others] = requests;
  const seen = others.length > 0 ? `${first} and ${plural(others.length, 'other request')}` : first;
  return [
    ...wrap(`${visible(file)}:${line}  ${visible(call)}`, width - 2).map((text) => tone(`  ${text}`)),
    ...hanging('    ', `${visible(use)}; seen in ${visible(seen)}${informational === undefined ? '' : `; ${informational}`}`, width, 4),
  ];
}

export function escapedLines(title: string, escaped: EscapedPromise[], width: number, paint: Paint): string[] {
  const counted = escaped.filter((one) => one.informational === undefined);
  const told = escaped.filter((one) => one.informational !== undefined);
  const result = counted.length > 0 ? plural(counted.length, 'call') : 'none';
  return [
    '',
    ...wrap(`${title}: ${result}${told.length > 0 ? `, and ${told.length} told, not counted` : ''}`, width).map(counted.length > 0 ? paint.danger : paint.good),
    ...[...counted, ...told].flatMap((one) => row(one, width, paint)),
  ];
}
