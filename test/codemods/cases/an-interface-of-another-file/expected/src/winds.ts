import type * as contracts from './contracts/index.js';

export class Winds implements contracts.Titled {
  async title(): Promise<string> {
    return 'Winds';
  }
}
