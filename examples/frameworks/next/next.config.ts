import type { NextConfig } from 'next';

// With Cache Components (the scaffold's default), Next hides pages instead of removing them.
// The tests cover both settings.
const isOff = process.env.CACHE_COMPONENTS === 'off';

const nextConfig: NextConfig = { cacheComponents: !isOff, partialPrefetching: !isOff };

export default nextConfig;
