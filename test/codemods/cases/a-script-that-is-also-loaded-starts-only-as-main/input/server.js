const fs = require('fs');
const http = require('http');

const server = http.createServer((req, res) => res.end('ok'));

if (require.main === module) {
  const { name } = JSON.parse(fs.readFileSync('data/port.json', 'utf8'));
  fs.writeFileSync('data/last.json', JSON.stringify(name));
  server.listen(0, () => {
    console.log(name);
    server.close();
  });
}

module.exports = server;
