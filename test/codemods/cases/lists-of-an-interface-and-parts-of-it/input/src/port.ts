import fs from 'node:fs';

interface Board {
  show(text: string): void;
  close(): void;
}

class Saved implements Partial<Board> {
  show(text: string): void {
    fs.writeFileSync('data/board.txt', text);
  }
}

class Printed implements Pick<Board, 'show'> {
  show(text: string): void {
    console.log(text);
  }
}

const boards: readonly Pick<Board, 'show'>[] = [new Saved(), new Printed(), { show(text) { console.error(text); } }];

export const everywhere = (text: string): void => {
  for (const board of boards) board.show(text);
  console.log('shown');
};

export const somewhere = (others: Array<Readonly<Board>>, text: string): void => {
  for (const board of others) board.show(text);
  console.log('shown');
};

export const shown = (): string => fs.readFileSync('data/board.txt', 'utf8');
