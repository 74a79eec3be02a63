export class Table {
  /** @returns {Promise<string>} what stands above it */
  async title(): Promise<string> {
    return 'nothing';
  }

  async flush(): Promise<void> {}

  async heading(): Promise<string> {
    return `# ${await this.title()}`;
  }
}
