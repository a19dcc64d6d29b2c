/** The methods of every event emitter that only deal with listeners. */
export const listening: readonly string[] = [
  'on',
  'once',
  'off',
  'addListener',
  'removeListener',
  'removeAllListeners',
  'setMaxListeners',
];
