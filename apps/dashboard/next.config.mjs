import path from 'node:path';

/** @type {import('next').NextConfig} */
const config = {
  // types and lint are checked by their own commands
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: path.resolve(import.meta.dirname, '../..') },
  outputFileTracingRoot: path.resolve(import.meta.dirname, '../..'),
  serverExternalPackages: ['@trpc/server'],
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
};

export default config;
