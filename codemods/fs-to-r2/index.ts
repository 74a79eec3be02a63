/** fs-to-r2: documents on disk move to R2. Here is only what R2 has of its own; the rest is in codemods/storage. */
import { storeOf } from '../../core/stores.js';
import { storageCodemod } from '../storage/codemod.js';
import { r2Adapter } from './adapter.js';
import { s3Module } from './s3.js';
import { r2Types } from './types.js';

export const fsToR2 = storageCodemod({
  store: storeOf('fs-to-r2'),
  title: 'Documents on disk move to R2, behind a storage seam',
  seam: 'files',
  aliases: ['files', 'fileStore', 'storedFiles', 'filesInStorage'],
  suffix: 'r2',
  adapter: r2Adapter,
  types: r2Types,
  network: { suffix: 's3', module: s3Module, dependency: ['@aws-sdk/client-s3', '^3.729.0'] },
  wrangler: (binding, app) => {
    const bucket = `${app}-${binding.toLowerCase().replace(/_/g, '-')}`.slice(0, 63).replace(/-+$/, '');
    return { comment: `Make the bucket, or name one that is there: npx wrangler r2 bucket create ${bucket}`, entry: { binding, bucket_name: bucket } };
  },
});
