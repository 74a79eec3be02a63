import { Settings, type Values } from './settings.js';

const settings: Settings = new Settings();

export function show(other: Settings): string {
  const all: Values = settings.all;
  return (other.all as Values).title + settings.all!.title + all.title + settings.raw();
}

export const both = (): string => show(settings) + String(Settings.isThere());
export const save = (values: Values): void => settings.save(values);
