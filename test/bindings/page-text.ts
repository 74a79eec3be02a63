/** Writes docs/bindings.md from the checks: what is said to be observed there is what a test expects. */
import { LOCAL_DIFFERENCES, type LocalDifference } from '../../runtime/local-differences.js';
import type { BindingPage, Check } from './check.js';
import { NOT_SHOWN } from './pages.js';
import { SOURCES } from './sources.js';

export interface Versions {
  workerd: string;
  miniflare: string;
  compatibilityDate: string;
}

const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/[\n\r]+/g, ' ');

/** Code in a cell, where a backtick would end it. */
const code = (text: string): string => `\`${cell(text.replaceAll('`', "'").replaceAll('\0', '\\0'))}\``;

const table = (head: string[], rows: string[][]): string => [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const observed = (check: Check): string => ('throws' in check ? `throws ${code(check.throws)}` : code(JSON.stringify(check.gives)));

const documented = ({ documented, differs }: Check): string => (documented ? `${cell(documented[0])} (${documented[1]})${differs ? ' **≠**' : ''}` : differs ? '**≠**' : '');

function pageText({ title, rests, checks }: BindingPage): string {
  const some = checks.some((check) => check.for !== undefined);
  const head = ['question', 'local workerd', 'documented', ...(some ? ['for'] : [])];
  const rows = checks.map((check) => [cell(check.asks), observed(check), documented(check), ...(some ? [check.for ?? ''] : [])]);
  return `## ${title}\n\nRests on it: ${rests}\n\n${table(head, rows)}`;
}

/** The differences, each with the questions that show it. */
function differencesText(pages: readonly BindingPage[]): string {
  const rows = Object.entries<LocalDifference>(LOCAL_DIFFERENCES).map(([name, { kind, says }]) => {
    const shown = pages.flatMap(({ title, checks }) => checks.filter(({ differs }) => differs === name).map(({ asks }) => ({ title, asks })));
    const text = kind === 'limit' ? `not enforced: ${says}` : says;
    return [shown[0]?.title ?? '', cell(text), shown.map(({ asks }) => cell(asks)).join('; ')];
  });
  return table(['binding', 'local workerd', 'shown by'], rows);
}

export function pagesText(pages: readonly BindingPage[], { workerd, miniflare, compatibilityDate }: Versions): string {
  const count = pages.reduce((sum, { checks }) => sum + checks.length, 0);
  const used = new Set(pages.flatMap(({ checks }) => checks.flatMap((check) => (check.documented ? [check.documented[1]] : []))));
  return [
    '# Bindings: what the local runtime does, and what it does not show',
    `The ${count} questions below are tests (\`test/bindings\`), asked through real bindings of workerd ${workerd}, started by miniflare ${miniflare}, at compatibility date ${compatibilityDate}. The
column *local workerd* is what each test expects, as JSON, so this page cannot say anything else than what was seen; the column *documented* is what Cloudflare's documentation says, with
the name of the copy that was read (last table). **≠** marks where the two differ. A cell that is empty means that no page was read about it, not that nothing is written.`,
    'This file is written from the tests: `npx vitest run test/bindings/page.test.ts --update`. The first table is also what `verify` says at its end of the bindings that an app has\n(`runtime/local-differences.ts`).',
    '## Where local workerd differs from the documentation',
    differencesText(pages),
    'miniflare also has other defaults for queue consumers than Cloudflare (5 messages a batch, 2 retries); `verify` sets the documented ones, 10 and 3.',
    '## Documented, and not shown by a test',
    'Too large, too slow, or a matter of several machines.',
    table(['binding', 'documented'], NOT_SHOWN.map(([binding, text]) => [binding, cell(text)])),
    ...pages.map(pageText),
    '## Where the documented side was read',
    table(['name', 'document', 'dated'], Object.entries(SOURCES).filter(([name]) => used.has(name as keyof typeof SOURCES)).map(([name, [document, dated]]) => [name, document, dated])),
  ].join('\n\n') + '\n';
}
