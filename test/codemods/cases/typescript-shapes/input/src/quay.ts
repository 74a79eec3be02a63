import fs, { type Stats } from 'node:fs';

interface Quay<T = string> { n: number; list: T[] }
type Loader = (name: string) => unknown;

const load = <T>(name: string): Quay<T> => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8')) as Quay<T>;
export const age = (name: string): Stats => fs.statSync(`data/${name}.json`);

export abstract class Desk {
  protected abstract readonly name: string;
  public n(): number { return load(this.name)!.n; }
  private static first(name: string): string | undefined { return load<string>(name).list[0]; }
  static shout(name: string): string { return (Desk.first(name) ?? '').toUpperCase(); }
}

export function save(name: string, value: unknown): void {
  fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));
}
export const asNumber = (name: string) => load(name).n satisfies number;
export const casted = (name: string) => (load(name) as Quay).n;
export enum Side { Port, Starboard }
export const unused: Loader | null = null;
