// Counts what lies at the quay.
const documents = require('./storage/documents')
const main = 'data'

async function show(name) {
  console.log(name, sizes.length)
  if (sizes.length > 0) await documents.put('data/count', String(sizes.length))
}

const sizes = []

async function run() {
  // Only the first word counts.
  if (await documents.has(main)) {
    for (const name of await documents.list(main)) sizes.push(Number(await documents.get(`${main}/${name}`, 'utf8')))
  }

  ;[1, 2].forEach((n) => console.log(n))
  await show('all')
}

run().catch((error) => {
  // Uncaught, as it was while nothing had to be waited for.
  process.nextTick(() => { throw error; })
})
