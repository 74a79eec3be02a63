export interface Titled {
  title(): string;
}

export interface Reader extends Titled {
  rows(): string[];
  count(): number;
}
