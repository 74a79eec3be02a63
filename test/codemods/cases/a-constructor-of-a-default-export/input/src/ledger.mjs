import { readFileSync, writeFileSync } from 'node:fs';

export default class Ledger {
  constructor() { this.lines = readFileSync('data/ledger.txt', 'utf8').split('\n') }
  add(line) { writeFileSync('data/ledger.txt', [...this.lines, line].join('\n')) }
}
