/** A drafted script of requests as data: what stands in it, where each part comes from, and what could not be drafted. */

export type MultipartField = string | { file: string; type: string; text?: string; base64?: string };

export interface DraftBody {
  json?: unknown;
  form?: Record<string, string>;
  multipart?: Record<string, MultipartField | MultipartField[]>;
  body?: string;
  bodyBase64?: string;
}

export interface DraftRequest extends DraftBody {
  method: string;
  /** As it is sent, parameters filled. */
  path: string;
  headers?: Record<string, string>;
  capture?: Record<string, string>;
  expect?: number;
  ignore?: string[];
  /** Where it comes from and what to look at, one line each. */
  notes: string[];
}

export interface DraftSection {
  title: string;
  requests: DraftRequest[];
}

export interface DraftModule {
  module: string;
  export?: string;
  mount?: string;
  listens?: number;
}

export interface DraftEntry extends Partial<DraftModule> {
  start?: string;
  portEnv?: string;
  workers?: DraftModule;
}

/** Something that the program has and no request stands for. */
export interface LeftOut {
  what: string;
  /** `file:line`. */
  at: string;
  why: string;
}

export interface ScriptDraft {
  /** First lines of the file. */
  head: string[];
  entry: DraftEntry;
  entryNotes: string[];
  state: { folder: string; note: string }[];
  /** Variables that the program reads and nothing gives; those that it can do without stay comments. */
  env: { name: string; value: string; note: string; needed: boolean }[];
  ignore: { path: string; note: string }[];
  /** Each side sends back the cookies that it was given. */
  cookies?: boolean;
  sections: DraftSection[];
  left: LeftOut[];
}

export const requestsOf = (draft: ScriptDraft): DraftRequest[] => draft.sections.flatMap((section) => section.requests);
