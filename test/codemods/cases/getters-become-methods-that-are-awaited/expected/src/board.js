import { Settings } from './settings.js';

const settings = new Settings();

export const save = async (value) => settings.save(value);

export async function lines() {
  const all = await settings.all();
  const found = [`# ${await settings.title()}`];
  for (const berth of (await settings.all()).berths) found.push((await settings.has(berth)) ? berth : '?');
  (await settings.all()).berths.push('never kept');
  return [...found, ...(await settings.all()).berths, typeof (await settings.title()), all.title];
}

export async function count(from) {
  if (!(await Settings.stored())) return from;
  let shown = 0;
  shown += (await settings.all()).berths.length;
  const heading = await (from ? new Settings() : settings).title();
  return (await new Settings().all()).berths.length + ((await settings?.all()) ? shown : 0) + heading.length + settings.size;
}

export const title = async () => settings['title']();
