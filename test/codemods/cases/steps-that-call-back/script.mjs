import { mkdirSync, writeFileSync } from 'node:fs';

mkdirSync('data');
mkdirSync('src/node_modules/async', { recursive: true });
writeFileSync('src/node_modules/async/package.json', '{ "main": "index.js" }');
// As the package async does: an async function is no step that calls back.
writeFileSync('src/node_modules/async/index.js', `
const plain = (step) => { if (step[Symbol.toStringTag] === 'AsyncFunction') throw new TypeError('no callback for this one'); return step; };
const inTurn = (steps, given, end) => { const [step, ...rest] = steps; if (!step) return end(null, given); plain(step)(...given, (error, ...next) => (error ? end(error) : inTurn(rest, next, end))); };
exports.waterfall = (steps, end) => inTurn(steps, [], (error, given) => (error ? end(error) : end(null, ...given)));
exports.series = (steps, end) => { const found = []; inTurn(steps.map((step) => (callback) => plain(step)((error, value) => { found.push(value); callback(error); })), [], (error) => end(error, found)); };
exports.map = (list, step, end) => { const found = []; let open = list.length; list.forEach((item, i) => plain(step)(item, (error, value) => { if (error) return end(error); found[i] = value; if (--open === 0) end(null, found); })); };
exports.parallel = (steps, end) => exports.map(Object.keys(steps), (name, callback) => plain(steps[name])(callback), (error, found) => end(error, error ? undefined : Object.fromEntries(Object.keys(steps).map((name, i) => [name, found[i]]))));
`);
mkdirSync('src/node_modules/lodash', { recursive: true });
writeFileSync('src/node_modules/lodash/index.js', 'exports.map = (list, each) => list.map((item) => each(item));');
const { default: berths } = await import('./src/berths.js');
writeFileSync('data/berths.json', '["north"]');
await berths.move(['east', 'west']);
const told = (ask) => new Promise((resolve) => ask((error, value) => resolve(error ? error.message : value)));
console.log(await told(berths.open), await told((done) => berths.add('south', done)), await told((done) => berths.add('', done)));
console.log(await told((done) => berths.lengths(['berths', 'moorings'], done)), await told(berths.all), await berths.depths(['berths']));
try {
  berths.lengths(['none'], (error) => console.log(error.code));
} catch (error) {
  console.log(error.code);
}
await new Promise((resolve) => setTimeout(resolve, 20));
