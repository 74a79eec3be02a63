import { Editor } from './editor.js';

export function configure(app) {
  app.config = { place: 'data' };
  app.config.baseEditor = new Editor();
}

export function start(app) {
  try {
    app.config.baseEditor.load('data/base.json');
  } catch (error) {
    app.config.baseEditor.all = { failed: error.code };
  }
}

export function keep(app) {
  app.config.baseEditor.save('data/base.json');
}
