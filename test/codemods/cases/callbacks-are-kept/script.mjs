import ferries from './src/ferries.js';

ferries.load((error) => {
  console.log(error.code, error.message);
  ferries.save([{ name: 'Dover' }], (failed) => {
    console.log(failed);
    ferries.load((none, list) => {
      console.log(none, list);
      ferries.has((there) => console.log(there));
    });
  });
});
