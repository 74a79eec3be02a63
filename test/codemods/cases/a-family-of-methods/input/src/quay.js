import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

class Store {
  file() { return 'a'; }
  value() { return load(this.file()).n; }
  twice() { return this.value() * 2; }
}
class Other extends Store {
  file() { return 'b'; }
  twice() { return super.twice() + 1; }
}
export const run = () => [new Store(), new Other()].map((store) => store.twice());
export const one = () => new Other().twice();
