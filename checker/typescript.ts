/** TypeScript, loaded when it is asked for: it takes longer to load than a scan takes, and may not be installed. */
import { createRequire } from 'node:module';
import type typescript from 'typescript';

export type TypeScript = typeof typescript;

/** Null when it is not installed. */
export function loadTypeScript(): TypeScript | null {
  try {
    return createRequire(import.meta.url)('typescript') as TypeScript;
  } catch (error) {
    if ((error as { code?: string }).code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}
