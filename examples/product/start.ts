/** Starts the product on the port that the environment names. */
import { createProduct } from './product.ts';

createProduct().listen(Number(process.env['PORT'] ?? 3000));
