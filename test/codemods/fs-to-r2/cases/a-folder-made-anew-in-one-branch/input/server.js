import http from 'node:http';
import fs from 'node:fs';
import path from 'node:path';

http.createServer((req, res) => {
  const folder = path.join('berths', encodeURIComponent(req.headers.berth));
  if (req.method === 'POST') {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'ship.json'), req.headers.ship);
  }
  if (req.method === 'DELETE') {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  if (req.method === 'GET') {
    res.write(fs.readFileSync(path.join(folder, 'ship.json')));
  }
  res.end();
}).listen(8080);
