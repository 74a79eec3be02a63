import fs from 'node:fs';

function post(name, text) {
  fs.writeFileSync(`data/${name}.txt`, text);
}

export function read(name) {
  return fs.readFileSync(`data/${name}.txt`, 'utf8');
}

export function postAll(notices) {
  const posted = [];
  notices.forEach((notice) => {
    // Empty notices are not posted.
    if (!notice.text) return;
    post(notice.name, notice.text);
    posted.push(notice.name);
  });
  Object.keys(notices[0]).forEach((key, index) => post(key, String(index)));
  notices.forEach(({ name }, position) => {
    if (name === 'storm') {
      return post(name, 'at once');
    }
    post(`${name}-${position}`, 'later');
  });
  return posted;
}
