import * as documents from './storage/documents.js';

async function post(name, text) {
  await documents.put(`data/${name}.txt`, text);
}

export async function read(name) {
  return documents.get(`data/${name}.txt`, 'utf8');
}

export async function postAll(notices) {
  const posted = [];
  for (const notice of notices) {
    // Empty notices are not posted.
    if (!notice.text) continue;
    await post(notice.name, notice.text);
    posted.push(notice.name);
  }
  for (const [index, key] of Object.keys(notices[0]).entries()) await post(key, String(index));
  for (const [position, { name }] of notices.entries()) {
    if (name === 'storm') {
      await post(name, 'at once');
      continue;
    }
    await post(`${name}-${position}`, 'later');
  }
  return posted;
}
