const signals = await import('./src/signals.js');
const watcher = signals.follow('fog');
await signals.save('fog', { seconds: 30 });
for (let turn = 0; turn < 100 && signals.latest().seconds !== 30; turn++) await new Promise((resolve) => setTimeout(resolve, 20));
watcher.close();
console.log(signals.latest(), await signals.load('fog'));
