import { soak } from '../runtime/pool/soak.ts';
import { describeMachine } from './table.ts';

/** Works with a pool for long over a driver that fails by chance: `--operations=2000000`. Shows what stays behind. */
export async function main(args: readonly string[]): Promise<number> {
  const given = args.find(argument => argument.startsWith('--operations='));
  const operations = Number(given?.split('=')[1] ?? 2_000_000);
  console.log(`${describeMachine()}\n`);
  const { heapBytes, resources, live, stats, waits, uses } = await soak(operations);
  const heap = heapBytes.map(bytes => (bytes / 2 ** 20).toFixed(1)).join(', ');
  console.log(
    `Heap after each third: ${heap} MB; resources left: ${resources}; connections: ${live}`,
  );
  console.log(JSON.stringify({ waits, uses, ...stats }));
  return resources <= 0 && live === 0 && uses === stats.acquired ? 0 : 1;
}
