import fs from 'node:fs';

export interface Values { title: string; berths: string[] }

export class Settings {
  private static readonly file: string = 'data/settings.json';

  public get all(): Values {
    return JSON.parse(fs.readFileSync('data/settings.json', 'utf8')) as Values;
  }

  protected static get stored(): boolean { return fs.existsSync(Settings.file); }

  get #raw(): string { return fs.readFileSync('data/settings.json', 'utf8'); }

  raw(): string { return this.#raw; }

  static isThere(): boolean { return this.stored; }

  save(values: Values): void { fs.writeFileSync('data/settings.json', JSON.stringify(values)); }
}
