import * as documents from './storage/documents.js';
import { callbackify } from 'node:util';

const FOLDER = 'data/tides';

export const keep = async (name, text) => documents.put(`${FOLDER}/${name}`, text);

export function sweep(done) {
  callbackify(documents.list)(FOLDER, async (error, files) => {
    if (error) return done(error);
    for (const file of files.filter((file) => file.endsWith('.old'))) {
      await documents.remove(`${FOLDER}/${file}`);
    }
    done(null);
  });
}

export const names = async () => documents.list(FOLDER);
