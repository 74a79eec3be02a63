/** Compares two databases, table by table and row by row, values with their storage class. Knows rows and columns only, not where they were read. */
import type { Difference } from './compare.js';
import type { DatabaseReader, RowsAsked, Table } from './row-reader.js';

export interface RowQuestion {
  /** How differences name the two databases. */
  title: string;
  /** Tables to compare; empty: all. */
  tables: string[];
  isIgnored(table: string, column: string): boolean;
}

/** Rows under one digest: equal stretches of a large table are never fetched. */
const PAGE = 1_000;
/** Rows that are named one by one, from the first page that differs. */
const WINDOW = 10 * PAGE;
const MOST_DIFFERENCES = 50;

const ABSENT = 'absent';

const columnText = ({ type, notNull, key }: Table['columns'][number]): string => [type === '' ? 'no type' : type, ...(notNull ? ['not null'] : []), ...(key > 0 ? [`primary key ${key}`] : [])].join(', ');

/** What only one of two lists has, each as often as it has it more. */
function onlyIn(list: string[], other: string[]): string[] {
  const left = new Map<string, number>();
  for (const one of other) left.set(one, (left.get(one) ?? 0) + 1);
  return list.filter((one) => {
    const count = left.get(one) ?? 0;
    if (count > 0) left.set(one, count - 1);
    return count === 0;
  });
}

function listDifferences(where: (name: string) => string, node: string[], workers: string[], ignored: (name: string) => boolean = () => false): Difference[] {
  return [
    ...onlyIn(node, workers).filter((name) => !ignored(name)).map((name) => ({ where: where(name), node: 'there', workers: ABSENT })),
    ...onlyIn(workers, node).filter((name) => !ignored(name)).map((name) => ({ where: where(name), node: ABSENT, workers: 'there' })),
  ];
}

function shapeDifferences(node: Table, workers: Table, question: RowQuestion): Difference[] {
  const { name } = node;
  const names = (table: Table): string[] => table.columns.map((column) => column.name);
  const kinds = node.columns.flatMap((column) => {
    const other = workers.columns.find((one) => one.name === column.name);
    const [left, right] = [columnText(column), other ? columnText(other) : ''];
    return !other || left.toLowerCase() === right.toLowerCase() ? [] : [{ where: `${question.title}, ${name}.${column.name} is declared`, node: left, workers: right }];
  });
  return [
    ...listDifferences((column) => `${question.title}, column ${name}.${column}`, names(node), names(workers), (column) => question.isIgnored(name, column)),
    ...kinds,
    ...listDifferences((index) => `${question.title}, index of ${name} ${index}`, node.indices, workers.indices),
  ];
}

/** Columns of both sides that count, in the order of the primary key when all of it counts, else of all of them. */
function rowsAsked(node: Table, workers: Table, question: RowQuestion): RowsAsked {
  const shared = new Set(workers.columns.map(({ name }) => name));
  const columns = node.columns.map(({ name }) => name).filter((name) => shared.has(name) && !question.isIgnored(node.name, name));
  const key = node.columns.filter((column) => column.key > 0).sort((a, b) => a.key - b.key).map(({ name }) => name);
  const whole = key.length > 0 && key.every((name) => columns.includes(name));
  return { table: node.name, columns, order: whole ? key : columns };
}

type Rows = string[][];

/** Rows by the values they are ordered by; without a primary key these can be the same for several. */
function byKey(rows: Rows, asked: RowsAsked): Map<string, Rows> {
  const places = asked.order.map((name) => asked.columns.indexOf(name));
  const found = new Map<string, Rows>();
  for (const row of rows) {
    const key = JSON.stringify(places.map((place) => row[place]));
    found.set(key, [...(found.get(key) ?? []), row]);
  }
  return found;
}

const rowText = (row: string[], asked: RowsAsked): string => asked.columns.map((name, index) => `${name} ${row[index]}`).join(', ');

function rowDifferences(node: Rows, workers: Rows, asked: RowsAsked, title: string): Difference[] {
  const [left, right] = [byKey(node, asked), byKey(workers, asked)];
  const named = (row: string[]): string => (asked.order.length === asked.columns.length ? `${title}, a row of ${asked.table}` : `${title}, ${asked.table} where ${asked.order.map((name) => `${name} is ${row[asked.columns.indexOf(name)]}`).join(' and ')}`);
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) => {
    const [here, there] = [left.get(key) ?? [], right.get(key) ?? []];
    return Array.from({ length: Math.max(here.length, there.length) }).flatMap((_, index): Difference[] => {
      const [one, other] = [here[index], there[index]];
      if (one && other) return asked.columns.flatMap((column, at) => (one[at] === other[at] ? [] : [{ where: `${named(one)}: ${column}`, node: one[at] ?? ABSENT, workers: other[at] ?? ABSENT }]));
      const row = one ?? other ?? [];
      return [{ where: named(row), node: one ? rowText(one, asked) : ABSENT, workers: other ? rowText(other, asked) : ABSENT }];
    });
  });
}

/** Where a window ends before its table does, a row more on one side pushes one out on the other: what follows the last key of both is left out. */
function withoutEdge(rows: Rows, other: Rows, asked: RowsAsked): Rows {
  const keys = byKey(other, asked);
  const last = rows.findLastIndex((row) => [...byKey([row], asked).keys()].some((key) => keys.has(key)));
  return rows.slice(0, last + 1);
}

async function compareTable(node: DatabaseReader, workers: DatabaseReader, asked: RowsAsked, title: string): Promise<Difference[]> {
  if (asked.columns.length === 0) return [];
  const [left, right] = [await node.digests(asked, PAGE), await workers.digests(asked, PAGE)];
  const pages = Math.max(left.digests.length, right.digests.length);
  const first = Array.from({ length: pages }).findIndex((_, page) => left.digests[page] !== right.digests[page]);
  if (first === -1) return [];
  const from = first * PAGE;
  const [here, there] = [await node.rows(asked, from, WINDOW), await workers.rows(asked, from, WINDOW)];
  const end = from + WINDOW;
  const more = Math.max(left.rows, right.rows) > end;
  const found = more ? rowDifferences(withoutEdge(here, there, asked), withoutEdge(there, here, asked), asked, title) : rowDifferences(here, there, asked, title);
  const beyond = more && Array.from({ length: pages }).some((_, page) => page * PAGE >= end && left.digests[page] !== right.digests[page]);
  const cut = found.length > MOST_DIFFERENCES ? [{ where: `${title}, ${asked.table}: ${found.length - MOST_DIFFERENCES} more differences`, node: `${left.rows} rows`, workers: `${right.rows} rows` }] : [];
  const rest = beyond ? [{ where: `${title}, ${asked.table}: rows after the first ${end} differ too, and are not named one by one`, node: `${left.rows} rows`, workers: `${right.rows} rows` }] : [];
  return [...found.slice(0, MOST_DIFFERENCES), ...cut, ...rest];
}

/** Differences of the schema first, then of the rows of tables that both sides have. */
export async function compareDatabases(node: DatabaseReader, workers: DatabaseReader, question: RowQuestion): Promise<Difference[]> {
  const chosen = (tables: Table[]): Table[] => tables.filter(({ name }) => question.tables.length === 0 || question.tables.includes(name));
  const [all, others] = [await node.tables(), await workers.tables()];
  const [left, right] = [chosen(all), chosen(others)];
  const names = (tables: Table[]): string[] => tables.map(({ name }) => name);
  const unknown = question.tables.filter((name) => ![...names(all), ...names(others)].includes(name)).map((name) => ({ where: `${question.title}, table ${name}, which is to be compared`, node: ABSENT, workers: ABSENT }));
  const differences = [...unknown, ...listDifferences((name) => `${question.title}, table ${name}`, names(left), names(right))];
  if (question.tables.length === 0) differences.push(...listDifferences((name) => `${question.title}, ${name}`, await node.others(), await workers.others()));
  for (const table of left) {
    const other = right.find(({ name }) => name === table.name);
    if (!other) continue;
    differences.push(...shapeDifferences(table, other, question), ...(await compareTable(node, workers, rowsAsked(table, other, question), question.title)));
  }
  return differences;
}
