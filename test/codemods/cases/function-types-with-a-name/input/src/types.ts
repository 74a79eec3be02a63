export type Load<T> = (name: string) => T;

export type Source = {
  load: Load<string[]>;
  title(): string;
};
