import fs from 'node:fs';

const item = 'posted';

function post(name, text) {
  fs.writeFileSync(`data/${name}.txt`, text);
}

export function read(name) {
  return fs.readFileSync(`data/${name}.txt`, 'utf8');
}

export function postAll(notices) {
  var name = 'kept';
  notices.forEach(function (notice) {
    var name = notice.name;
    post(name, item);
  });
  notices.forEach(function () {
    post(`arguments-${arguments[0].name}`, `${arguments[1]} of ${arguments[2].length}`);
  });
  notices.forEach((notice, index) => {
    for (const word of notice.text.split(' ')) {
      if (word === 'storm') return;
      post(`${notice.name}-${index}`, word);
    }
  });
  (name ? notices : []).forEach((notices) => { // each notice
    post(notices.name + '-again', typeof this);
  })
  return name;
}

export const postQuick = (names) => names.forEach(function ({ name }) { var quick = `${name}-quick`; post(quick, 'q'); });
