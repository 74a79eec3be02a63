module.exports = class Harbour {
  constructor(name) {
    this.name = name;
  }

  get file() {
    return `data/berths/${this.name}.json`;
  }
};
