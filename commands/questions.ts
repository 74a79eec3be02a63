/** Asks on the terminal; answers never come from anywhere else. */
import { createInterface } from 'node:readline/promises';
import type { World } from './world.js';

/** Whether somebody is there to answer. */
export const interactive = (world: World): boolean => world.columns !== null && process.stdin.isTTY === true && world.env.CI === undefined;

/** One of `letters`, in lower case; the last of them when nothing or anything else is typed. */
export type Ask = (question: string, letters: string) => Promise<string>;

export const askOnTerminal: Ask = async (question, letters) => {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const typed = (await prompt.question(`${question} [${letters.split('').join('/')}] `)).trim().charAt(0).toLowerCase();
    return typed !== '' && letters.includes(typed) ? typed : (letters.at(-1) ?? '');
  } finally {
    prompt.close();
  }
};
