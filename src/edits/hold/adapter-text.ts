/** How a file that has `lease()` is written. */
export type AdapterKind = 'typescript' | 'module' | 'commonjs';

const body = (types: { readonly parameters: string; readonly result: string }): string => `\
function lease${types.parameters}${types.result} {
  let isOpen = true;
  return Object.assign(connection, {
    async [Symbol.asyncDispose]() {
      if (!isOpen) return;
      isOpen = false;
      await release(connection);
    },
  });
}
`;

const summary =
  'Lends a connection to the block that declares it with `await using`: it is released once, when the block ends.';

const inTypeScript = `/** ${summary} */
export ${body({
  parameters: `<Connection extends object>(
  connection: Connection,
  release: (connection: Connection) => unknown,
)`,
  result: ': Connection & AsyncDisposable',
})}`;

const inJavaScript = `/**
 * ${summary}
 *
 * @template {object} Connection
 * @param {Connection} connection
 * @param {(connection: Connection) => unknown} release
 * @returns {Connection & AsyncDisposable}
 */
`;

const plain = body({ parameters: '(connection, release)', result: '' });

/** The file that has `lease()`, as it is written into the user's tree. */
export const adapterTexts: Readonly<Record<AdapterKind, string>> = {
  typescript: inTypeScript,
  module: `${inJavaScript}export ${plain}`,
  commonjs: `${inJavaScript}${plain}
module.exports = { lease };
`,
};

/** Whether a file that is there already has such a function, however it is laid out. */
export function hasLease(text: string): boolean {
  return /\bfunction\s+lease\b/.test(text) && /\bSymbol\.asyncDispose\b/.test(text);
}
