import fs from 'node:fs';
import path from 'node:path';

export default function pagesOf(options, open) {
  const load = (place, done) => fs.readFile(place, (error, text) => (error ? done(error) : done(null, JSON.parse(text))));
  const placeOf = (name) => path.join(open(), name);
  return {
    first: (name, done) => load(path.join(options.pages, `${name}.json`), done),
    setFirst: (name, page, done) => fs.writeFile(path.join(options.pages, `${name}.json`), JSON.stringify(page), done),
    get: (name, done) => load(placeOf(name), done),
    set: (name, page, done) => fs.writeFile(placeOf(name), JSON.stringify(page), done),
  };
}
