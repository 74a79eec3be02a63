import { createRequire } from 'node:module';
const tides = createRequire(import.meta.url)('./src/tides.js');
await tides.store('kiel', ['# from 2020', '# by hand', '4.2', '# not at the front']);
console.log(await tides.signsOf('kiel'), await tides.first('kiel'));
await Promise.resolve().then(() => tides.signsOf('none')).catch((error) => console.log(error.code, error.path));
await tides.first('none').catch((error) => console.log(error.code, error.syscall));
