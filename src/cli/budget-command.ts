import type { Command } from './command.ts';

/** Adds up what the fleet may ask of its database server. */
export const budgetCommand: Command = {
  name: 'budget',
  parameters: '[paths...]',
  arity: { least: 0, most: Infinity },
  summary: 'Add up the connections of all instances, against the limit of the server',
  options: [
    {
      flags: '--format <format>',
      summary: 'text (default), markdown with a Mermaid picture, or json',
      values: ['text', 'markdown', 'json'],
    },
    {
      flags: '--instances <n>',
      summary: 'Copies of every service, or of one: api=3; may be repeated',
      isList: true,
    },
    { flags: '--max-connections <n>', summary: "The server's limit" },
    { flags: '--reserved <n>', summary: 'Connections that the server keeps for superusers' },
    { flags: '--other <n>', summary: 'Connections of everybody else: migrations, backups, people' },
    { flags: '--surge <n>', summary: 'More copies of each service during a deploy: 1, 25%' },
    {
      flags: '--url <url>',
      summary: 'Ask the running server for its limits; needs pg, mysql2 or mariadb installed',
    },
    { flags: '--pgbouncer <file>', summary: 'The pgbouncer.ini that all pools go through' },
    {
      flags: '--deploy <files>',
      summary: 'Read these deployment files, not those that are found; later Compose files win',
      isList: true,
    },
    { flags: '--no-types', summary: 'Do not ask TypeScript; what syntax tells is enough' },
    { flags: '--color', summary: 'Colour the text; --no-color and NO_COLOR do not' },
  ],
  examples: [
    ['budget', 'read code, Compose, Kubernetes, pm2 and PgBouncer files'],
    ['budget --instances 3', 'three copies of everything'],
    ['budget --url $DATABASE_URL', 'with the limits of a running server'],
    ['budget --format markdown', 'for a comment on a pull request'],
  ],

  // What reads YAML and the like is loaded by whoever asks for it.
  run: async (call, terminal) => (await import('./run-budget.ts')).runBudget(call, terminal),
};
