/** Leads from a line of the bundle back to the line somebody wrote. Knows one source map; answers null when it cannot say. */
import { SourceMap, type SourceMapPayload } from 'node:module';
import path from 'node:path';

export interface SourcePosition {
  /** Relative to the root, forward slashes; absolute when outside. */
  file: string;
  line: number;
}

export type PositionReader = (line: number, column: number) => SourcePosition | null;

/** Name of the bundled script inside workerd. */
export const BUNDLE_NAME = 'worker.mjs';

/** workerd names the script by its own folder, miniflare by the working folder. */
const IN_BUNDLE = new RegExp(`(?:file://[^\\s()]*/)?${BUNDLE_NAME.replace('.', '\\.')}:(\\d+):(\\d+)`, 'g');

/** How a file is shown: relative to the root; a file of a package from its node_modules on, wherever that is. */
export function shownFile(absolute: string, root: string): string {
  const inside = path.relative(root, absolute).split(path.sep).join('/');
  if (!inside.startsWith('../')) return inside;
  const packages = inside.indexOf('node_modules/');
  return packages === -1 ? absolute : inside.slice(packages);
}

/** `map` is the JSON of the source map; paths in it are relative to `outputFolder`. */
export function positionReader(map: string, outputFolder: string, root: string): PositionReader {
  const sourceMap = new SourceMap(JSON.parse(map) as SourceMapPayload);
  return (line, column) => {
    const entry = sourceMap.findEntry(line - 1, Math.max(0, column - 1));
    if (!('originalSource' in entry)) return null;
    return { file: shownFile(path.resolve(outputFolder, entry.originalSource), root), line: entry.originalLine + 1 };
  };
}

const isGenerated = (position: SourcePosition): boolean => position.file.includes('<stdin>');
const isOwn = (position: SourcePosition): boolean => !position.file.includes('node_modules/') && !path.isAbsolute(position.file);

/** Replaces places in the bundle by places in the sources, and names the first one: in the app's own code, else in a package. */
export function explainStack(text: string, read: PositionReader): { text: string; at?: SourcePosition } {
  const positions: SourcePosition[] = [];
  const explained = text.replace(IN_BUNDLE, (found, line: string, column: string) => {
    const position = read(Number(line), Number(column));
    if (!position) return found;
    if (!isGenerated(position)) positions.push(position);
    return `${position.file}:${position.line}`;
  });
  const at = positions.find(isOwn) ?? positions[0];
  return at ? { text: explained, at } : { text: explained };
}
