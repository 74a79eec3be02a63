import { mkdirSync } from 'node:fs';
import { configure, keep, start } from './src/app.js';

mkdirSync('data', { recursive: true });
const app = {};
configure(app);
await start(app);
console.log(app.config.baseEditor.all);
app.config.baseEditor.all = { quay: 3 };
await keep(app);
await start(app);
console.log(app.config.baseEditor.all);
