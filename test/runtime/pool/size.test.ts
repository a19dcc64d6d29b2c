import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';

/** What a bundler makes of an import from the runtime, in bytes. */
async function sizeOf(names: string): Promise<{ minified: number; compressed: number }> {
  const { outputFiles } = await build({
    stdin: { contents: `export { ${names} } from './src/runtime/index.ts'`, resolveDir: '.' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    write: false,
  });
  const contents = outputFiles[0]?.contents ?? new Uint8Array();
  return { minified: contents.length, compressed: gzipSync(contents).length };
}

describe('the size of the runtime', () => {
  test('pool and leak detector stay below 29.8 kB minified, 11 kB compressed', async () => {
    const { minified, compressed } = await sizeOf('createPool, LeakDetector');
    console.log(JSON.stringify({ minified, compressed }));
    expect(minified).toBeLessThan(29_800);
    expect(compressed).toBeLessThan(11_000);
  });
});
