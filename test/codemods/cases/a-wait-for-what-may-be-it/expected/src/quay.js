import * as documents from './storage/documents.js';

export const save = async (value) => documents.put('data/tides.json', JSON.stringify(value));

export class Tides {
  async heightOf(port) {
    return JSON.parse(await documents.get('data/tides.json', 'utf8'))[port];
  }
}

export const report = async (source, port) => `${port}: ${await source.heightOf(port)} m`;

export const drawing = (canvas, port) => {
  canvas.clear();
  canvas.heightOf(port);
};
