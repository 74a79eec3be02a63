import path from 'node:path';
import multer from 'multer';
import * as files from './storage/files.js';

export const PORTRAITS = path.resolve(process.env.DATA_DIR || 'data', 'portraits');

const storage = files.uploads({
  async destination(req, file, cb) {
    const folder = path.join(PORTRAITS, req.params.pilot);
    if (!(await files.has(folder))) await files.makeFolder(folder, { recursive: true });
    cb(null, folder);
  },
  filename(req, file, cb) {
    if (file.originalname === 'bad') throw new Error('no such thing');
    cb(null, file.originalname);
  },
});

export const upload = multer({
  storage,
  fileFilter: (req, file, cb) => cb(null, file.mimetype.startsWith('image/')),
});

// What the office scans comes in under names of its own.
export const scans = multer({ storage: files.uploads({ destination: path.join(PORTRAITS, 'scans') }), limits: { fileSize: 1000 } });
