/** Which Express a program runs on. */
import type { Program } from './program.js';

/** Its major version; null where the program does not say, or does not use it. */
export function expressMajor({ packages }: Pick<Program, 'packages'>): number | null {
  const digits = /(\d+)/.exec(packages.find(({ name }) => name === 'express')?.version ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}
