import type { NextConfig } from 'next';

// With Cache Components (the scaffold's default), Next hides pages and does not remove them. The tests cover both settings.
const isOff = process.env.CACHE_COMPONENTS === 'off';

const nextConfig: NextConfig = { cacheComponents: !isOff, partialPrefetching: !isOff };

export default nextConfig;
