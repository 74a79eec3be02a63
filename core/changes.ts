/** Edits of user files as data. Offsets are UTF-16 and speak of the text whose sha256 is given. */

export interface Edit {
  start: number;
  end: number;
  text: string;
  codemod: string;
}

export interface Change {
  /** Path relative to the root, forward slashes. */
  file: string;
  /** null: the file does not exist yet. */
  sha256: string | null;
  /** The whole new text (edits applied). */
  after: string;
  edits: Edit[];
  notes: string[];
  /** Component of the plan it belongs to; every change of a component is written, or none. */
  component: string;
}
