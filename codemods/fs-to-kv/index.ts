/** fs-to-kv: documents on disk move to Workers KV. Here is only what KV has of its own; the rest is in codemods/storage. */
import { storeOf } from '../../core/stores.js';
import { storageCodemod } from '../storage/codemod.js';
import { kvAdapter } from './adapter.js';
import { kvTypes } from './types.js';

const store = storeOf('fs-to-kv');

export const fsToKv = storageCodemod({
  store,
  title: 'Documents on disk move to Workers KV, behind a storage seam',
  seam: 'documents',
  aliases: ['documents', 'documentStore', 'storedDocuments', 'documentsInStorage'],
  suffix: 'kv',
  adapter: kvAdapter,
  types: kvTypes,
  wrangler: (binding) => ({
    comment: `Put the id of your namespace here: npx wrangler kv namespace create ${binding}`,
    entry: { binding, id: store.placeholder ?? '' },
  }),
});
