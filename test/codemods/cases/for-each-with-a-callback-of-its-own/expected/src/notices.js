import * as documents from './storage/documents.js';

const item = 'posted';

async function post(name, text) {
  await documents.put(`data/${name}.txt`, text);
}

export async function read(name) {
  return documents.get(`data/${name}.txt`, 'utf8');
}

export async function postAll(notices) {
  var name = 'kept';
  for (const item2 of notices) await (async function (notice) {
    var name = notice.name;
    await post(name, item);
  })(item2);
  for (const [index, item] of notices.entries()) await (async function () {
    await post(`arguments-${arguments[0].name}`, `${arguments[1]} of ${arguments[2].length}`);
  })(item, index, notices);
  for (const [index2, item] of notices.entries()) await (async (notice, index) => {
    for (const word of notice.text.split(' ')) {
      if (word === 'storm') return;
      await post(`${notice.name}-${index}`, word);
    }
  })(item, index2);
  for (const item of (name ? notices : [])) await (async (notices) => { // each notice
    await post(notices.name + '-again', typeof this);
  })(item)
  return name;
}

export const postQuick = async (names) => { for (const item of names) await (async function ({ name }) { var quick = `${name}-quick`; await post(quick, 'q'); })(item); };
