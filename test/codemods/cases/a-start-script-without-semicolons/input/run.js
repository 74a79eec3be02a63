// Counts what lies at the quay.
const { existsSync, readFileSync, readdirSync, writeFileSync } = require('fs')
const main = 'data'

function show(name) {
  console.log(name, sizes.length)
  if (sizes.length > 0) writeFileSync('data/count', String(sizes.length))
}

const sizes = []

// Only the first word counts.
if (existsSync(main)) {
  for (const name of readdirSync(main)) sizes.push(Number(readFileSync(`${main}/${name}`, 'utf8')))
}

;[1, 2].forEach((n) => console.log(n))
show('all')
