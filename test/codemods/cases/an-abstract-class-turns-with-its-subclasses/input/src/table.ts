export abstract class Table {
  abstract rows(): string[];

  protected abstract readonly note?: () => string;

  longest(): number {
    return this.rows().reduce((most, row) => Math.max(most, row.length), 0);
  }

  heading(): string {
    return this.note ? `# ${this.note()}` : '#';
  }
}
