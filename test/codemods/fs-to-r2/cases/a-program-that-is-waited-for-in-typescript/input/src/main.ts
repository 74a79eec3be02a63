import { createApp } from './app.js';

async function main(port: number): Promise<void> {
  (await createApp()).listen(port);
}

process.on('message', (port: number) => main(port));
