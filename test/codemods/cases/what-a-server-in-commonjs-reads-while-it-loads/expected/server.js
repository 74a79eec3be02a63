const express = require('express')
const documents = require('./storage/documents')

const app = express()
let settings, limit

// Read when it is first needed: storage is not there while the module loads.
const load = async () => {
  const settings = JSON.parse(await documents.get('data/settings.json', 'utf8'))
  const limit = settings.limit || 10
  return { settings, limit }
}
let loaded = false
const ready = async () => {
  if (loaded) return
  const first = await load()
  if (loaded) return;
  ({ settings, limit } = first)
  loaded = true
}

app.use(express.json())

let notes

// Read when it is first needed: storage is not there while the module loads.
const load2 = async () => {
  const notes = await loadNotes()
  return notes
}
let loaded2 = false
const ready2 = async () => {
  if (loaded2) return
  const first = await load2()
  if (loaded2) return
  notes = first
  loaded2 = true
}
const NEWEST = 3

app.get('/notes', async (req, res) => {
  await ready(); await ready2()
  res.json(notes.slice(0, limit))
})

app.get('/newest', async (req, res) => {
  await ready(); await ready2()
  res.json(notes.slice(-NEWEST).map((note) => ({ ...note, by: settings.author })))
})

app.put('/settings', async (req, res) => {
  await ready(); await ready2()
  await documents.put('data/settings.json', JSON.stringify(req.body))
  await documents.put('data/notes.json', '[]')
  res.end()
})

async function loadNotes() {
  try {
    return JSON.parse(await documents.get('data/notes.json', 'utf8'))
  } catch {
    return []
  }
}

app.listen(3000)
