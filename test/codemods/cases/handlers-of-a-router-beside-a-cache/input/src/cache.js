exports.Cache = class Cache {
  kept = new Map();

  get(name, otherwise) {
    return this.kept.get(name) ?? otherwise;
  }
};
