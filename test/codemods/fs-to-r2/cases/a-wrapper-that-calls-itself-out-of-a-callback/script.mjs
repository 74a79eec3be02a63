import { createRequire } from 'node:module';
const { save, settings } = createRequire(import.meta.url)('./main.js');
await save('', '{"b":2}');
console.log(await settings());
