import { expect, test } from 'vitest';
import { dataName } from '../../core/data-name.js';

test.each([
  ['data/jobs/*.json', 'data/jobs/*.json'],
  ['<env DATA_DIR|data>/jobs/*.json', 'data/jobs/*.json (DATA_DIR)'],
  ['<env UPLOAD_DIR|<env DATA_DIR|data>/uploads>/**', 'data/uploads/ (UPLOAD_DIR)'],
  ['<env UPLOAD_DIR|<env DATA_DIR|data>/uploads>', 'data/uploads (UPLOAD_DIR)'],
  ['<env LOG_FILE|<env DATA_DIR|data>/logs/events.log>.1', 'data/logs/events.log.1 (LOG_FILE)'],
  ['<env TEMP_DIR|<tmp>>/repo-*', '/tmp/repo-* (TEMP_DIR)'],
  ['<env CONFIG_FILE>', '$CONFIG_FILE'],
  ['<home>/.ferry/key', '~/.ferry/key'],
  ['<argument 0>', 'files whose path a caller gives'],
  ['<argument 0>/settings.json', '…/settings.json'],
  ['*/*', 'files whose path is made at run time'],
  ['<routes>', '{routes}'],
  ['<files of sqlite>', 'files of sqlite'],
  ['a < b', 'a < b'],
  ['Timer is set when the module loads', 'Timer is set when the module loads'],
])('%s is %s', (pattern, name) => {
  expect(dataName(pattern)).toBe(name);
});
