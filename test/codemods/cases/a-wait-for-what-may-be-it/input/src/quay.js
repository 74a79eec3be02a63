import fs from 'node:fs';

export const save = (value) => fs.writeFileSync('data/tides.json', JSON.stringify(value));

export class Tides {
  heightOf(port) {
    return JSON.parse(fs.readFileSync('data/tides.json', 'utf8'))[port];
  }
}

export const report = (source, port) => `${port}: ${source.heightOf(port)} m`;

export const drawing = (canvas, port) => {
  canvas.clear();
  canvas.heightOf(port);
};
