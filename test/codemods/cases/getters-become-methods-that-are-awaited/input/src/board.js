import { Settings } from './settings.js';

const settings = new Settings();

export const save = (value) => settings.save(value);

export function lines() {
  const { all } = settings;
  const found = [`# ${settings.title}`];
  for (const berth of settings.all.berths) found.push(settings.has(berth) ? berth : '?');
  settings.all.berths.push('never kept');
  return [...found, ...settings.all.berths, typeof settings.title, all.title];
}

export function count(from) {
  if (!Settings.stored) return from;
  let shown = 0;
  shown += settings.all.berths.length;
  const { title: heading } = from ? new Settings() : settings;
  return new Settings().all.berths.length + (settings?.all ? shown : 0) + heading.length + settings.size;
}

export const title = () => settings['title'];
