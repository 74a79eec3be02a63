import fs from 'node:fs';

type Told = () => void;

const quietly = (tell: Told): void => tell();
const counted = (load: () => string[], more?: { title(): string; load(): string[] }): string => `${load().length}, ${more?.title() ?? ''} ${more ? more.load().length : 0}`;

export const show = (): string => {
  quietly(() => console.log('asked'));
  return counted(() => JSON.parse(fs.readFileSync('data/tides.json', 'utf8')), { title: () => 'Tides', load: () => [] });
};
export const more = (): string => counted(() => [], { title: () => 'Tides', load: () => JSON.parse(fs.readFileSync('data/tides.json', 'utf8')) });
export const save = (rows: string[]): void => fs.writeFileSync('data/tides.json', JSON.stringify(rows));
