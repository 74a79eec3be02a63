const express = require('express')
const path = require('path')
const files = require('./storage/files')

const FOLDER = path.join(__dirname, 'data', 'reports')
const app = express()

app.post('/reports/:id', express.json(), async function (req, res, next) {
  try {
    await files.put(path.join(FOLDER, req.params.id + '.json'), JSON.stringify(req.body))
    res.sendStatus(201)
  } catch (error) {
    next(error)
  }
})

app.get('/reports/:id', function (req, res) {
  files.send(res, req.params.id + '.json', { root: FOLDER, headers: { 'X-Report': req.params.id } })
})

app.use(files.serve(FOLDER))
app.listen(3000)
