const boards = await import('./src/boards.js');
const board = (size) => ({ cells: Array.from({ length: size }, (_, i) => i) });
await boards.save('north', board(10));
await boards.save('south', board(10));
const broken = [];
for (let turn = 0; turn < 40; turn++) {
  const work = [boards.save('north', board(turn % 2 ? 10 : 20_000)), boards.copy('north', 'south'), boards.load('north'), boards.load('south')];
  for (const one of work) await Promise.resolve(one).catch((error) => broken.push(error.name));
}
console.log(broken, (await boards.load('north')).cells.length);
