/** ESLint's command, as npm links it and as it is run by its path. */
const COMMAND = /[\\/](?:\.bin[\\/]eslint(?:\.cmd)?|eslint[\\/]bin[\\/]eslint\.js)$/;

/** An editor passes the text, or wants the suggestions as JSON. */
const WANTED = /^--stdin$|json/;

/**
 * Whether this is a run of the command `eslint`, which shows nobody a suggestion; an editor uses ESLint's
 * classes. typescript-eslint tells the two apart in the same way.
 */
export function isCommand([, script = '', ...options]: readonly string[] = process.argv): boolean {
  return COMMAND.test(script) && !options.some(option => WANTED.test(option));
}
