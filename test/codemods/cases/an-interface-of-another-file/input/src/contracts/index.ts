export type { Reader as RowReader } from './reader.js';
export * from './reader.js';
