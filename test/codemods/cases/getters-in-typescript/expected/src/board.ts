import { Settings, type Values } from './settings.js';

const settings: Settings = new Settings();

export async function show(other: Settings): Promise<string> {
  const all: Values = await settings.all();
  return ((await other.all()) as Values).title + (await settings.all())!.title + all.title + (await settings.raw());
}

export const both = async (): Promise<string> => (await show(settings)) + String(await Settings.isThere());
export const save = async (values: Values): Promise<void> => settings.save(values);
