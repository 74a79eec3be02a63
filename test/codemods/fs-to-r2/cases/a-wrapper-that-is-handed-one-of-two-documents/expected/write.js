import * as files from './storage/files.js';

export async function write(file, text) {
  await files.put(`${file}.tmp`, text);
  await files.rename(`${file}.tmp`, file);
}
