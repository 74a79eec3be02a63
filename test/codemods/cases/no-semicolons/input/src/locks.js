import { readFileSync, writeFileSync } from 'node:fs'

const file = 'data/gates.json'

export function gates() {
  return JSON.parse(readFileSync(file, 'utf8'))
}

export function close(name) {
  const all = gates()
  all[name] = 'closed'
  writeFileSync(file, JSON.stringify(all))
}
