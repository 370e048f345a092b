import type { NextConfig } from 'next';

// Next keeps pages hidden with Cache Components (its scaffold's default). Both are tested here.
const isOff = process.env.CACHE_COMPONENTS === 'off';

const nextConfig: NextConfig = { cacheComponents: !isOff, partialPrefetching: !isOff };

export default nextConfig;
