import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import express from 'express';

class Crane {
  async runmjs(file) {
    return (await import(this.addressOf(file))).default(this);
  }

  addressOf(file) {
    return pathToFileURL(path.resolve(file)).href;
  }

  async run(folder, name) {
    return this[`run${path.extname(name).slice(1)}`](path.join(folder, name));
  }

  async runAll(folder) {
    for (const name of fs.readdirSync(folder)) await this.run(folder, name);
  }
}

const crane = new Crane();
const app = express();
app.put('/first', async (req, res) => {
  fs.writeFileSync('scripts/first.mjs', 'export default () => 1;\n');
  await crane.runAll(path.resolve('scripts'));
  res.sendStatus(204);
});
app.get('/first', (req, res) => res.send(fs.readFileSync('scripts/first.mjs', 'utf8')));
app.listen(3000);
