import * as documents from './storage/documents.js';

export class Port {
  readonly kind: string = 'port';
  private lines: string[] = [];

  async initialise(name: string, strict?: boolean): Promise<void> {
    if (strict && !name) throw new Error('a port has a name');
    this.lines = (await documents.get(`data/${name}.port.txt`, 'utf8')).split('\n');
  }

  static async create(...given: Parameters<Port['initialise']>): Promise<Port> {
    const made = new this();
    await made.initialise(...given);
    return made;
  }

  first(): string | undefined {
    return this.lines[0];
  }
}

export async function save(name: string, lines: string[]): Promise<void> {
  await documents.put(`data/${name}.port.txt`, lines.join('\n'));
}

export const first = async (name: string): Promise<string | undefined> => (await Port.create(name, true)).first();
