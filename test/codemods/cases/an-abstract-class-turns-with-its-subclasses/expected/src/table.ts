export abstract class Table {
  abstract rows(): Promise<string[]>;

  protected abstract readonly note?: () => Promise<string>;

  async longest(): Promise<number> {
    return (await this.rows()).reduce((most, row) => Math.max(most, row.length), 0);
  }

  async heading(): Promise<string> {
    return this.note ? `# ${await this.note()}` : '#';
  }
}
