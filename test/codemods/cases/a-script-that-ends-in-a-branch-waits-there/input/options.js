export class OptionParser {
  handlers = new Map();
  on(name, handler) {
    this.handlers.set(name, handler);
  }
  parse(given) {
    for (const [i, word] of given.entries()) this.handlers.get(word.replace(/^--/, ''))?.(given[i + 1]);
  }
}
