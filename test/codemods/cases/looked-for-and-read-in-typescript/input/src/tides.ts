import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Tide { port: string; height: number }

const fileOf = (port: string): string => join('data', 'tides', `${port}.json`)

export function load(port: string): Tide | null {
  const file = fileOf(port)
  if (!existsSync(file)) return null
  const text: string = readFileSync(file, 'utf8')
  return JSON.parse(text) as Tide
}

export function size(port: string): number {
  if (existsSync(join('data', 'tides', `${port}.json`))) {
    const bytes = readFileSync(join('data', 'tides', `${port}.json`))
    return bytes.byteLength
  }
  return 0
}

export function height(port: string): number {
  const file = fileOf(port)
  const tide = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Tide) : undefined
  return tide?.height ?? 0
}

export const raw = (port: string): string => existsSync(`data/tides/${port}.json`) ? readFileSync(`data/tides/${port}.json`, 'utf8') : ''

export function first(ports: string[]): string | undefined {
  for (const port of ports) {
    const file = `data/tides/${port}.json`
    if (!existsSync(file)) continue
    const text = readFileSync(file, 'utf8')
    if (text.length > 2) return text
  }
  return undefined
}

export function save(tide: Tide): void {
  writeFileSync(fileOf(tide.port), JSON.stringify(tide))
}
