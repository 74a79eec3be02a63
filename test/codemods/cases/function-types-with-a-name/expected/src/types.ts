export type Load<T> = (name: string) => Promise<T>;

export type Source = {
  load: Load<string[]>;
  title(): string;
};
