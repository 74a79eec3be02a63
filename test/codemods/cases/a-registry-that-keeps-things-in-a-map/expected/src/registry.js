export class Registry {
  constructor() {
    this.commands = new Map();
  }

  register(name, command) {
    this.commands.set(name, command);
    return this;
  }

  async run(name, ...rest) {
    const command = this.commands.get(name);
    if (!command) return 'unknown';
    return command.run(...rest);
  }

  async every() {
    const lines = [];
    for (const command of this.commands.values()) {
      lines.push(await command.title());
    }
    return lines;
  }
}
