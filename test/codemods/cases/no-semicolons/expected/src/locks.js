import * as documents from './storage/documents.js'

const file = 'data/gates.json'

export async function gates() {
  return JSON.parse(await documents.get(file, 'utf8'))
}

export async function close(name) {
  const all = await gates()
  all[name] = 'closed'
  await documents.put(file, JSON.stringify(all))
}
