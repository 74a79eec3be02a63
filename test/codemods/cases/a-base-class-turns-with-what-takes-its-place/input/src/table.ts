export class Table {
  /** @returns {string} what stands above it */
  title(): string {
    return 'nothing';
  }

  flush(): void {}

  heading(): string {
    return `# ${this.title()}`;
  }
}
