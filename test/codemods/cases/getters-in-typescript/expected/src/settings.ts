import * as documents from './storage/documents.js';

export interface Values { title: string; berths: string[] }

export class Settings {
  private static readonly file: string = 'data/settings.json';

  public async all(): Promise<Values> {
    return JSON.parse(await documents.get('data/settings.json', 'utf8')) as Values;
  }

  protected static async stored(): Promise<boolean> { return documents.has(Settings.file); }

  async #raw(): Promise<string> { return documents.get('data/settings.json', 'utf8'); }

  async raw(): Promise<string> { return this.#raw(); }

  static async isThere(): Promise<boolean> { return this.stored(); }

  async save(values: Values): Promise<void> { await documents.put('data/settings.json', JSON.stringify(values)); }
}
