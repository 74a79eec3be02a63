import { join } from 'node:path'
import * as documents from './storage/documents.js'

export interface Tide { port: string; height: number }

const fileOf = (port: string): string => join('data', 'tides', `${port}.json`)

export async function load(port: string): Promise<Tide | null> {
  const file = fileOf(port)
  const text2 = await documents.getOrNone(file, 'utf8')
  if (text2 === null) return null
  const text: string = text2
  return JSON.parse(text) as Tide
}

export async function size(port: string): Promise<number> {
  const bytes = await documents.getOrNone(join('data', 'tides', `${port}.json`))
  if (bytes !== null) {
    return bytes.byteLength
  }
  return 0
}

export async function height(port: string): Promise<number> {
  const file = fileOf(port)
  const text = await documents.getOrNone(file, 'utf8')
  const tide = text !== null ? (JSON.parse(text) as Tide) : undefined
  return tide?.height ?? 0
}

export const raw = async (port: string): Promise<string> => (await documents.getOrNone(`data/tides/${port}.json`, 'utf8')) ?? ''

export async function first(ports: string[]): Promise<string | undefined> {
  for (const port of ports) {
    const file = `data/tides/${port}.json`
    const text = await documents.getOrNone(file, 'utf8')
    if (text === null) continue
    if (text.length > 2) return text
  }
  return undefined
}

export async function save(tide: Tide): Promise<void> {
  await documents.put(fileOf(tide.port), JSON.stringify(tide))
}
