const path = require('path');
const files = require('./storage/files');

const fileOf = (name) => path.join('data', 'flows', `${name}.json`);

// Written beside it first, and on the disk before it gets its name.
async function save(name, content) {
    const draft = `${fileOf(name)}.$$$`;
    await new Promise(function (resolve, reject) {
        var stream = files.writeStream(draft);
        stream.on('open', function (fd) {
            stream.write(content, 'utf8', function () {
                files.flush(fd, function (err) {
                    if (err) console.log(err.code);
                    stream.end(resolve);
                });
            });
        });
        stream.on('error', reject);
    });
    await files.rename(draft, fileOf(name));
}

function list(name, lines, done) {
    const stream = files.writeStream(`${fileOf(name)}.list`).on('open', (fd) => {
        for (const line of lines) stream.write(line);
        files.flushSync(fd);
        stream.end(done);
    });
}

const load = (name) => files.get(fileOf(name), 'utf8');

module.exports = { save, list, load };
