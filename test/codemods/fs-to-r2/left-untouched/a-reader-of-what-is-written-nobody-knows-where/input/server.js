import express from 'express';
import pagesOf from './pages.js';

const [pages, own] = process.argv.slice(2);
const book = pagesOf({ pages }, (folder) => folder ?? own.split(',').pop());
const app = express();
app.use(express.json());
app.get('/first/:name', (req, res, next) => book.first(req.params.name, (error, page) => (error ? next(error) : res.json(page))));
app.put('/first/:name', (req, res, next) => book.setFirst(req.params.name, req.body, (error) => (error ? next(error) : res.sendStatus(204))));
app.get('/own/:name', (req, res, next) => book.get(req.params.name, (error, page) => (error ? next(error) : res.json(page))));
app.put('/own/:name', (req, res, next) => book.set(req.params.name, req.body, (error) => (error ? next(error) : res.sendStatus(204))));
app.listen(3000);
