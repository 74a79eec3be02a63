import * as documents from './storage/documents.js';

interface Board {
  show(text: string): Promise<void>;
  close(): void;
}

class Saved implements Partial<Board> {
  async show(text: string): Promise<void> {
    await documents.put('data/board.txt', text);
  }
}

class Printed implements Pick<Board, 'show'> {
  async show(text: string): Promise<void> {
    console.log(text);
  }
}

const boards: readonly Pick<Board, 'show'>[] = [new Saved(), new Printed(), { async show(text) { console.error(text); } }];

export const everywhere = async (text: string): Promise<void> => {
  for (const board of boards) await board.show(text);
  console.log('shown');
};

export const somewhere = async (others: Array<Readonly<Board>>, text: string): Promise<void> => {
  for (const board of others) await board.show(text);
  console.log('shown');
};

export const shown = async (): Promise<string> => documents.get('data/board.txt', 'utf8');
