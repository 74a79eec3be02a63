export class Registry {
  constructor() {
    this.commands = new Map();
  }

  register(name, command) {
    this.commands.set(name, command);
    return this;
  }

  run(name, ...rest) {
    const command = this.commands.get(name);
    if (!command) return 'unknown';
    return command.run(...rest);
  }

  every() {
    const lines = [];
    this.commands.forEach((command) => {
      lines.push(command.title());
    });
    return lines;
  }
}
