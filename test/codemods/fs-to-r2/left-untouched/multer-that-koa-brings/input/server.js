const fs = require('fs');
const path = require('path');
const Koa = require('koa');
const Router = require('@koa/router');
const multer = require('@koa/multer');

const upload = multer({ dest: 'data/scans' });
const router = new Router();

router.post('/scans', upload.single('scan'), (ctx) => {
  ctx.body = { id: ctx.file.filename };
});

router.get('/scans/:id', (ctx) => {
  ctx.body = fs.readFileSync(path.join('data/scans', path.basename(ctx.params.id)));
});

new Koa().use(router.routes()).listen(3000);
