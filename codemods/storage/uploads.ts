/** The text by which the seam takes uploads from multer: on the disk multer's own storage, of a store an engine that lets each file through as it comes in. And the edit of the call that sets multer up. */
import type { PlannedSeed } from '../../core/plan.js';
import { type TextEdit, replaceRange } from '../shared/edits.js';
import type { ModuleImport, NewModule } from '../shared/render.js';
import { type Ranged, type Source, rangeOf } from '../shared/source.js';

type Part = NewModule['body'][number];
type Texts = Record<string, Part>;

/** Types of multer, where the language has types. */
export const uploadTypes = (operations: ReadonlySet<string>): Part[] => (operations.has('uploads') ? [{ code: "‹import type multer from 'multer';›" }] : []);

export const uploadTexts: Texts = {
  uploads: { exports: 'uploads', code: `// Where multer puts uploads. A destination or filename that fails while it waits tells multer so.
function uploads({ destination, filename }‹: multer.DiskStorageOptions›) {
  const told = ‹<F extends (...given: any[]) => unknown>›(choose‹: F›) => (...given‹: Parameters<F>›) => void Promise.resolve(choose(...given)).catch(given.at(-1));
  return adapter.uploads(keyOf, {
    destination: typeof destination === 'function' ? told(destination) : destination,
    filename: filename && told(filename),
  });
}` },
};

export const diskUploads: Texts = {
  uploads: { exports: 'uploads', code: `function uploads(_keyOf‹: unknown›, options‹: multer.DiskStorageOptions›) {
  return multer.diskStorage(options);
}` },
};

/** What the adapter of a store needs for them. */
export const UPLOADS_MADE_OF: Readonly<Record<string, string[]>> = { uploads: ['write-stream', 'remove'] };

export const uploadImports = (operations: ReadonlySet<string>): ModuleImport[] => (operations.has('uploads') ? [{ kind: 'default', local: 'path', from: 'node:path' }, { kind: 'named', names: ['randomBytes'], from: 'node:crypto' }] : []);

export const storeUploads: Texts = {
  uploads: { exports: 'uploads', code: `// A storage engine of multer: names and fields are those of its disk storage, and a file is let through as it comes in.
function uploads(keyOf‹: (file: string) => string›, { destination, filename }‹: multer.DiskStorageOptions›)‹: multer.StorageEngine› {
  const folderOf = typeof destination === 'function' ? destination : (_request‹: unknown›, _file‹: unknown›, done‹: (error: null, folder: string) => void›) => done(null, destination‹ as string›);
  const nameOf = filename ?? ((_request‹: unknown›, _file‹: unknown›, done‹: (error: null, name: string) => void›) => done(null, randomBytes(16).toString('hex')));
  return {
    _handleFile(request, file, done) {
      folderOf(request, file, (problem, folder) => {
        if (problem) return done(problem);
        nameOf(request, file, (error, name) => {
          if (error) return done(error);
          const place = path.join(folder, name);
          const stream = writeStream(keyOf(place));
          stream.on('error', done);
          stream.on('finish', () => done(null, { destination: folder, filename: name, path: place, size: stream.bytesWritten }));
          file.stream.pipe(stream);
        });
      });
    },
    _removeFile(_request, file, done) {
      const place = file.path;
      for (const field of ['destination', 'filename', 'path']‹ as const›) delete ‹(›file‹ as Partial<typeof file>)›[field];
      remove(keyOf(place)).then(() => done(null), done);
    },
  };
}` },
};

/** `multer({ dest: FOLDER })` becomes `multer({ storage: files.uploads({ destination: FOLDER }) })`. */
export function uploadEdits(source: Source, seed: PlannedSeed, given: readonly Ranged[], alias: string): { edits: TextEdit[]; reshaped: [number, number][] } | { refused: string } | null {
  if (seed.operation !== 'uploads' || seed.origin !== 'multer') return null;
  const options = given[0] as unknown as { type: string; properties: PropertyNode[] } | undefined;
  const dest = options?.type === 'ObjectExpression' ? options.properties.find(({ computed, key }) => !computed && (key?.name ?? key?.value) === 'dest') : undefined;
  if (!dest?.value) return { refused: 'options of multer that are not written where it is set up' };
  return { reshaped: [rangeOf(dest)], edits: [replaceRange(rangeOf(dest), `storage: ${alias}.uploads({ destination: ${source.text.slice(...rangeOf(dest.value))} })`)] };
}

type PropertyNode = Ranged & { computed?: boolean; key?: { name?: string; value?: unknown }; value?: Ranged };
