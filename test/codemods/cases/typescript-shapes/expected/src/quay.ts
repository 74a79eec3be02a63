import { type Stats } from 'node:fs';
import * as documents from './storage/documents.js';

interface Quay<T = string> { n: number; list: T[] }
type Loader = (name: string) => unknown;

const load = async <T>(name: string): Promise<Quay<T>> => JSON.parse(await documents.get(`data/${name}.json`, 'utf8')) as Quay<T>;
export const age = async (name: string): Promise<Stats> => documents.stat(`data/${name}.json`);

export abstract class Desk {
  protected abstract readonly name: string;
  public async n(): Promise<number> { return (await load(this.name))!.n; }
  private static async first(name: string): Promise<string | undefined> { return (await load<string>(name)).list[0]; }
  static async shout(name: string): Promise<string> { return ((await Desk.first(name)) ?? '').toUpperCase(); }
}

export async function save(name: string, value: unknown): Promise<void> {
  await documents.put(`data/${name}.json`, JSON.stringify(value));
}
export const asNumber = async (name: string) => (await load(name)).n satisfies number;
export const casted = async (name: string) => ((await load(name)) as Quay).n;
export enum Side { Port, Starboard }
export const unused: Loader | null = null;
