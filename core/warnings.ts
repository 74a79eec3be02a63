/** What is wrong with the input of a scan, for machines by `code`, for people by `message`. Said before anything else, and never silently forgiven. */

export type WarningCode =
  | 'lock-unknown-version' | 'lock-unreadable' | 'lock-binary' | 'lock-several' | 'lock-stale'
  | 'manifest-comments' | 'manifest-broken' | 'tsconfig-extends' | 'tsconfig-broken' | 'workspace-glob'
  | 'parser-refusal' | 'unreadable' | 'changed' | 'budget' | 'imports-unresolved' | 'no-source-read' | 'many-unread' | 'modules-unreached' | 'entry-unread';

export interface InputWarning {
  code: WarningCode;
  /** One sentence without a full stop. */
  message: string;
  file?: string;
  /** So much is missing that the analysis is not one of the whole program. */
  incomplete: boolean;
}

/** How far a scan can be trusted: `low` when it is incomplete, `lowered` when something about its input was wrong. */
export type Trust = 'full' | 'lowered' | 'low';

export const trustOf = (warnings: readonly InputWarning[]): Trust => (warnings.length === 0 ? 'full' : warnings.some((warning) => warning.incomplete) ? 'low' : 'lowered');
