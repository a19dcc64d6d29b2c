import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/tools/global-setup.ts'],
    testTimeout: 60_000,
    // Programs of TypeScript are large: two files at a time is what two cores and CI's memory carry.
    maxWorkers: 2,
  },
});
