const server = require('./server');

console.log('loaded', typeof server.listen, server.listening);
