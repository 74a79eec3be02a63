import express from 'express';
import { loadPrices, savePrices } from './prices.js';

export const app = express();
app.use(express.json());

app.use((req, res, next) => {
  res.set('X-Currency', loadPrices().currency);
  next();
});

app.get('/prices', (req, res) => {
  res.json(loadPrices());
});

app.put('/prices', (req, res) => {
  savePrices({ ...loadPrices(), ...req.body });
  res.status(204).end();
});

const router = express.Router();
router.get('/berth', berthPrice);
app.use('/prices', router);

function berthPrice(req, res) {
  const { berth } = loadPrices();
  res.send(String(berth));
}
