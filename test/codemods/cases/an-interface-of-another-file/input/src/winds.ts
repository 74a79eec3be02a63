import type * as contracts from './contracts/index.js';

export class Winds implements contracts.Titled {
  title(): string {
    return 'Winds';
  }
}
