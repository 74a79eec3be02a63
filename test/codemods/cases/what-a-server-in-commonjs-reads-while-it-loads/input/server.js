const express = require('express')
const fs = require('fs')

const app = express()
const settings = JSON.parse(fs.readFileSync('data/settings.json', 'utf8'))
const limit = settings.limit || 10

app.use(express.json())

const notes = loadNotes()
const NEWEST = 3

app.get('/notes', (req, res) => {
  res.json(notes.slice(0, limit))
})

app.get('/newest', async (req, res) => {
  res.json(notes.slice(-NEWEST).map((note) => ({ ...note, by: settings.author })))
})

app.put('/settings', (req, res) => {
  fs.writeFileSync('data/settings.json', JSON.stringify(req.body))
  fs.writeFileSync('data/notes.json', '[]')
  res.end()
})

function loadNotes() {
  try {
    return JSON.parse(fs.readFileSync('data/notes.json', 'utf8'))
  } catch {
    return []
  }
}

app.listen(3000)
