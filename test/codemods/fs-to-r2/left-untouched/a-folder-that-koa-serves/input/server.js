import { writeFileSync } from 'node:fs';
import Koa from 'koa';
import serve from 'koa-static';

const app = new Koa();
app.use(serve('data/charts'));
app.use((context) => {
  writeFileSync('data/charts/quay.svg', context.query.chart);
});
app.listen(3000);
