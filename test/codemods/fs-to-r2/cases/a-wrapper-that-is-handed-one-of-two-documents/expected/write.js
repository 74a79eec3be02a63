import * as files from './storage/files.js';

export async function write(file, text) {
  await files.putThrough(`${file}.tmp`, file, text);
}
