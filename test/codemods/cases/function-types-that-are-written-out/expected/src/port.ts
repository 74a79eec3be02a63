import * as documents from './storage/documents.js';

type Told = () => void;

const quietly = (tell: Told): void => tell();
const counted = async (load: () => Promise<string[]>, more?: { title(): string; load(): Promise<string[]> }): Promise<string> => `${(await load()).length}, ${more?.title() ?? ''} ${more ? (await more.load()).length : 0}`;

export const show = async (): Promise<string> => {
  quietly(() => console.log('asked'));
  return counted(async () => JSON.parse(await documents.get('data/tides.json', 'utf8')), { title: () => 'Tides', load: async () => [] });
};
export const more = async (): Promise<string> => counted(async () => [], { title: () => 'Tides', load: async () => JSON.parse(await documents.get('data/tides.json', 'utf8')) });
export const save = async (rows: string[]): Promise<void> => documents.put('data/tides.json', JSON.stringify(rows));
