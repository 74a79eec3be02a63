import path from 'node:path';

export const DATA = process.env.DATA_DIR ?? path.resolve('data');
