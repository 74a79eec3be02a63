export const documents = 'something else';
