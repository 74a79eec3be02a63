import express from 'express';
import { loadPrices, savePrices } from './prices.js';

export const app = express();
app.use(express.json());

app.use(async (req, res, next) => {
  res.set('X-Currency', (await loadPrices()).currency);
  next();
});

app.get('/prices', async (req, res) => {
  res.json(await loadPrices());
});

app.put('/prices', async (req, res) => {
  await savePrices({ ...(await loadPrices()), ...req.body });
  res.status(204).end();
});

const router = express.Router();
router.get('/berth', berthPrice);
app.use('/prices', router);

async function berthPrice(req, res) {
  const { berth } = await loadPrices();
  res.send(String(berth));
}
