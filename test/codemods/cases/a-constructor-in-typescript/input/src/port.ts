import fs from 'node:fs';

export class Port {
  readonly kind: string = 'port';
  private lines: string[] = [];

  constructor(name: string, strict?: boolean) {
    if (strict && !name) throw new Error('a port has a name');
    this.lines = fs.readFileSync(`data/${name}.port.txt`, 'utf8').split('\n');
  }

  first(): string | undefined {
    return this.lines[0];
  }
}

export function save(name: string, lines: string[]): void {
  fs.writeFileSync(`data/${name}.port.txt`, lines.join('\n'));
}

export const first = (name: string): string | undefined => new Port(name, true).first();
