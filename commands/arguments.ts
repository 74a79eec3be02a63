/** Arguments of a verb: commander with our manners. A mistake is a UserError with the nearest name, never a direct exit. */
import path from 'node:path';
import { Command, CommanderError } from 'commander';
import { UserError } from '../core/errors.js';
import { nearest } from '../core/text.js';
import type { World } from './world.js';

/** A verb's command line; declare arguments and options on it, then call `parse`. */
export function verb(name: string, description: string): Command {
  return new Command(`cf-migrate ${name}`).description(description).exitOverride().configureOutput({ writeErr: () => undefined }).helpOption('-h, --help', 'show this help').showSuggestionAfterError(false);
}

/** Thrown by `parse` when help was asked for and has been written. */
export const HELP_SHOWN = Symbol('help was shown');

export function parse(command: Command, argv: readonly string[], world: World): { options: Record<string, unknown>; args: string[] } {
  command.configureOutput({ writeOut: (text) => world.out(text), writeErr: () => undefined });
  try {
    command.parse(argv as string[], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed' || error.code === 'commander.help') throw HELP_SHOWN;
    throw mistake(command, error);
  }
  return { options: command.opts(), args: command.args };
}

function mistake(command: Command, error: CommanderError): UserError {
  const message = error.message.replace(/^error: /, '').replace(/\n[\s\S]*$/, '');
  const unknown = /unknown option '([^']+)'/.exec(message)?.[1]?.split('=')[0];
  const names = command.options.flatMap((option) => [option.long, option.short].filter((n): n is string => Boolean(n)));
  const near = unknown ? nearest(unknown, names) : null;
  return new UserError('bad-arguments', `${message.charAt(0).toUpperCase()}${message.slice(1)}.`, near ? `Did you mean ${near}?` : `See: ${command.name()} --help`);
}

/** The folder argument, made absolute; the current folder by default. */
export const folderArgument = (world: World, given: string | undefined): string => path.resolve(world.cwd, given ?? '.');

/** One of `allowed`, or a UserError that names the nearest. */
export function oneOf<T extends string>(option: string, value: unknown, allowed: readonly T[]): T {
  if (allowed.includes(value as T)) return value as T;
  const near = nearest(String(value), allowed);
  throw new UserError('bad-arguments', `${option} does not know "${String(value)}".`, near ? `Did you mean ${near}?` : `Use one of: ${allowed.join(', ')}.`);
}

/** A number above zero, or null when the option was not given. */
export function positive(option: string, value: unknown): number | null {
  if (value === undefined) return null;
  const number = Number(value);
  if (Number.isFinite(number) && number > 0) return number;
  throw new UserError('bad-arguments', `${option} needs a number above zero, not "${String(value)}".`, `For example: ${option} 60`);
}

/** The value of `--compatibility-date`: a day that exists, or a UserError. */
export function dateOption(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = String(value);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text) throw new UserError('bad-arguments', `--compatibility-date needs a day such as 2026-11-17, not "${text}".`, 'Write year, month and day.');
  return text;
}
