import fs from 'node:fs';

const FOLDER = 'data/tides';

export const keep = (name, text) => fs.writeFileSync(`${FOLDER}/${name}`, text);

export function sweep(done) {
  fs.readdir(FOLDER, (error, files) => {
    if (error) return done(error);
    files.filter((file) => file.endsWith('.old')).forEach((file) => {
      fs.unlinkSync(`${FOLDER}/${file}`);
    });
    done(null);
  });
}

export const names = () => fs.readdirSync(FOLDER);
