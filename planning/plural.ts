/** A count with its noun: `1 module`, `3 modules`. English only. */
export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
