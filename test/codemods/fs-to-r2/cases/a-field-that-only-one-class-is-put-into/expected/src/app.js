import { Editor } from './editor.js';

export function configure(app) {
  app.config = { place: 'data' };
  app.config.baseEditor = new Editor();
}

export async function start(app) {
  try {
    await app.config.baseEditor.load('data/base.json');
  } catch (error) {
    app.config.baseEditor.all = { failed: error.code };
  }
}

export async function keep(app) {
  await app.config.baseEditor.save('data/base.json');
}
