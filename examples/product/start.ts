/** Starts the product on the port in PORT. */
import { createProduct } from './product.ts';

createProduct().listen(Number(process.env['PORT'] ?? 3000));
