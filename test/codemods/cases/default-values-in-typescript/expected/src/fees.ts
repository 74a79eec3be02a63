import * as documents from './storage/documents.js';

interface Fees { day: number }

async function load(): Promise<Fees> {
  return JSON.parse(await documents.get('data/fees.json', 'utf8')) as Fees;
}

export async function save(fees: Fees): Promise<void> {
  await documents.put('data/fees.json', JSON.stringify(fees));
}

export async function total(days: number, fees?: Fees): Promise<number> {
  if (fees === undefined) fees = await load();
  return days * fees.day;
}
