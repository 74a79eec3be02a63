import * as fs from 'node:fs';

interface Fees { day: number }

function load(): Fees {
  return JSON.parse(fs.readFileSync('data/fees.json', 'utf8')) as Fees;
}

export function save(fees: Fees): void {
  fs.writeFileSync('data/fees.json', JSON.stringify(fees));
}

export function total(days: number, fees: Fees = load()): number {
  return days * fees.day;
}
