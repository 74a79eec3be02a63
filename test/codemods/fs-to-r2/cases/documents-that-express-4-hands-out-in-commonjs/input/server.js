const express = require('express')
const { writeFile } = require('fs').promises
const path = require('path')

const FOLDER = path.join(__dirname, 'data', 'reports')
const app = express()

app.post('/reports/:id', express.json(), async function (req, res, next) {
  try {
    await writeFile(path.join(FOLDER, req.params.id + '.json'), JSON.stringify(req.body))
    res.sendStatus(201)
  } catch (error) {
    next(error)
  }
})

app.get('/reports/:id', function (req, res) {
  res.sendFile(req.params.id + '.json', { root: FOLDER, headers: { 'X-Report': req.params.id } })
})

app.use(express.static(FOLDER))
app.listen(3000)
