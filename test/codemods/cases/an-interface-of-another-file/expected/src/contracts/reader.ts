export interface Titled {
  title(): Promise<string>;
}

export interface Reader extends Titled {
  rows(): string[];
  count(): number;
}
