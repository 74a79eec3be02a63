export default interface Storage {
  read(name: string): Promise<string>;
  write(name: string, text: string): Promise<void>;
}
