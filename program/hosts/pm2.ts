/** pm2's ecosystem files: JSON, YAML, or JavaScript read as text for its literals. Nothing of it is run. */
import { parse as parseYaml } from 'yaml';
import { parseObject } from '../../core/manifest.js';
import { parseSource, type SyntaxNode } from '../../core/parse.js';
import { collector, commandText, NOTHING, tree, trees, type HostReading, type Tree } from './reading.js';

const nodes = (value: unknown): SyntaxNode[] => (Array.isArray(value) ? value.filter((item): item is SyntaxNode => typeof item === 'object' && item !== null && 'type' in item) : []);

/** A literal as data; undefined for everything that would have to be run. */
function literal(node: SyntaxNode | null | undefined): unknown {
  switch (node?.type) {
    case 'Literal': return node.value;
    case 'TemplateLiteral': return nodes(node.expressions).length === 0 ? (nodes(node.quasis)[0]?.value as { cooked?: string } | undefined)?.cooked : undefined;
    case 'ArrayExpression': return nodes(node.elements).map(literal);
    case 'ObjectExpression': return Object.fromEntries(nodes(node.properties).flatMap((property) => {
      const key = property.key as SyntaxNode | undefined;
      const name = key?.type === 'Identifier' && property.computed !== true ? key.name : literal(key);
      return property.type === 'Property' && typeof name === 'string' ? [[name, literal(property.value as SyntaxNode)] as const] : [];
    }));
    default: return undefined;
  }
}

/** The first list named `apps`, wherever it is made. */
function appsIn(node: unknown): Tree[] | null {
  if (Array.isArray(node)) return node.map(appsIn).find((found) => found !== null) ?? null;
  if (typeof node !== 'object' || node === null) return null;
  const { type, key, value } = node as SyntaxNode;
  if (type === 'Property' && (key as SyntaxNode).name === 'apps') return trees(literal(value as SyntaxNode));
  return Object.values(node).map((child) => (typeof child === 'object' ? appsIn(child) : null)).find((found) => found !== null) ?? null;
}

function appsOf(file: string, text: string): Tree[] {
  if (file.endsWith('.json')) return trees(parseObject(text)?.apps);
  if (/\.ya?ml$/.test(file)) return trees(tree(parseYaml(text)).apps);
  const parsed = parseSource(file, text);
  return parsed.ok ? appsIn(parsed.file.ast.body) ?? [] : [];
}

export const isPm2 = (file: string): boolean => /(?:^|\/)(?:(?:[\w-]+\.)?ecosystem(?:\.[\w-]+)*\.(?:[cm]?js|json|ya?ml)|(?:pm2|process)(?:\.config)?\.(?:json|ya?ml|[cm]?js))$/.test(file);

export function pm2(file: string, text: string): HostReading {
  const apps = appsOf(file, text).filter((app) => app.script !== undefined);
  if (apps.length === 0) return NOTHING;
  const { facts, commands, add, start } = collector(file, text);
  for (const app of apps) {
    const name = String(app.name ?? app.script);
    add('host', 'pm2', name, 'apps');
    const runner = typeof app.interpreter === 'string' && app.interpreter !== 'none' ? app.interpreter : 'node';
    const script = commandText(app.script);
    const folder = typeof app.cwd === 'string' ? app.cwd.replace(/^\.\/?/, '').replace(/\/$/, '') : '';
    start(/\.[cm]?[jt]sx?$|\//.test(script) ? `${runner} ${script} ${commandText(app.args)}`.trim() : `${script} ${commandText(app.args)}`.trim(), name, /^[\w@-][\w@./-]*$/.test(folder) ? folder : undefined);
    const instances = app.instances === 'max' || app.instances === 0 || app.instances === -1 ? 'max' : app.instances;
    add('min-instances', 'instances', instances);
    add('max-instances', 'instances', instances);
    add('memory', 'max_memory_restart', typeof app.max_memory_restart === 'string' ? app.max_memory_restart.replace(/(\d)([MG])B?$/i, (_all, digit: string, unit: string) => `${digit}${unit.toUpperCase()}i`) : undefined);
    add('schedule', 'cron_restart', app.cron_restart);
    for (const [key, value] of [...Object.entries(tree(app.env)), ...Object.entries(tree(app.env_production))]) add('env', key, value);
  }
  return { facts, commands };
}
