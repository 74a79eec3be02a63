import http from 'node:http';
import path from 'node:path';
import * as files from './storage/files.js';

http.createServer(async (req, res) => {
  const folder = path.join('berths', encodeURIComponent(req.headers.berth));
  if (req.method === 'POST') {
    await files.removeAll(folder, { recursive: true, force: true });
    await files.makeFolder(folder, { recursive: true });
    await files.put(path.join(folder, 'ship.json'), req.headers.ship);
  }
  if (req.method === 'DELETE') {
    await files.removeAll(folder, { recursive: true, force: true });
  }
  if (req.method === 'GET') {
    res.write(await files.get(path.join(folder, 'ship.json')));
  }
  res.end();
}).listen(8080);
