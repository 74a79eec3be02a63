/** Divides a long table into a first page that is seen and further pages that are folded. It leaves no row out. */
import type { Row, TableBlock } from './blocks.js';

const PAGE = 100;

export interface TablePage {
  rows: Row[];
  /** Numbers of the first and last row, from 1. */
  from: number;
  to: number;
  folded: boolean;
}

/** The first rows are open, the rest folded by the hundred: browsers stay quick, and nothing is left out. */
export function tablePages({ rows, show }: TableBlock): TablePage[] {
  const first = show === undefined || rows.length <= show + 3 ? rows.length : show;
  const pages: TablePage[] = [{ rows: rows.slice(0, first), from: 1, to: first, folded: false }];
  for (let start = first; start < rows.length; start += PAGE) {
    const end = Math.min(rows.length, start + PAGE);
    pages.push({ rows: rows.slice(start, end), from: start + 1, to: end, folded: true });
  }
  return pages;
}
