'use strict'
const mail = require('#mail')

exports.receive = (name, bytes) => {
  mail.store(name, bytes)
  return mail.load(name).size
}
