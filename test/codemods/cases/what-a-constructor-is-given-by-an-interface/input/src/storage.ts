export default interface Storage {
  read(name: string): string;
  write(name: string, text: string): void;
}
