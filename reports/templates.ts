/** Opens a folder of Eta templates. The library is loaded when the first report is rendered, never on the way of a scan. */
import { createRequire } from 'node:module';
import { homePath } from '../core/home.js';

export type Render = (template: string, data: object) => string;

/**
 * `escape` is applied to every `<%= … %>`; what a template inserts with `<%~ … %>` must have been escaped before.
 * In HTML a line break after a tag is dropped; in Markdown line breaks count, and a template drops one with `-%>`.
 */
export function openTemplates(folder: 'html' | 'markdown', escape: (text: string) => string): Render {
  const { Eta } = createRequire(import.meta.url)('eta') as typeof import('eta');
  const eta = new Eta({ views: homePath('reports', 'templates', folder), cache: true, autoEscape: true, autoTrim: folder === 'html' ? [false, 'nl'] : false, escapeFunction: (value: unknown) => escape(String(value)) });
  return (template, data) => eta.render(`./${template}`, data);
}
