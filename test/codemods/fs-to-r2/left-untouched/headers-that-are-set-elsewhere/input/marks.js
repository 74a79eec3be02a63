export const marked = (res, file, stat) => res.set('X-Mode', String(stat.mode));
