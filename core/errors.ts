/** The one class of the tool: an error that the user can mend. Everything else is a bug and keeps its stack. */
export class UserError extends Error {
  constructor(
    /** Stable, kebab-case: `no-such-folder`. */
    readonly code: string,
    message: string,
    /** What to do about it, one sentence. */
    readonly hint: string,
    /** File, line and column when the mistake stands in a file. */
    readonly at?: { file: string; line: number; column: number },
  ) {
    super(message);
    this.name = 'UserError';
  }
}
