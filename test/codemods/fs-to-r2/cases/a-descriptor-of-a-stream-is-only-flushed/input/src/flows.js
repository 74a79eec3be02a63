const fs = require('fs');
const path = require('path');

const fileOf = (name) => path.join('data', 'flows', `${name}.json`);

// Written beside it first, and on the disk before it gets its name.
async function save(name, content) {
    const draft = `${fileOf(name)}.$$$`;
    await new Promise(function (resolve, reject) {
        var stream = fs.createWriteStream(draft);
        stream.on('open', function (fd) {
            stream.write(content, 'utf8', function () {
                fs.fsync(fd, function (err) {
                    if (err) console.log(err.code);
                    stream.end(resolve);
                });
            });
        });
        stream.on('error', reject);
    });
    await fs.promises.rename(draft, fileOf(name));
}

function list(name, lines, done) {
    const stream = fs.createWriteStream(`${fileOf(name)}.list`).on('open', (fd) => {
        for (const line of lines) stream.write(line);
        fs.fdatasyncSync(fd);
        stream.end(done);
    });
}

const load = (name) => fs.promises.readFile(fileOf(name), 'utf8');

module.exports = { save, list, load };
