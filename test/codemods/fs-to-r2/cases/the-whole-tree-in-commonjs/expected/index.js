'use strict'
const mail = require('#mail')

exports.receive = async (name, bytes) => {
  await mail.store(name, bytes)
  return (await mail.load(name)).size
}
