import { describe, expect, test } from 'vitest';
import { factsOf } from './virtual.ts';

function deafIn(setUp: string, body: string) {
  const text = `import { Pool } from 'pg';
const pool = new Pool();
${setUp}
export async function work(hear) {
  const lent = await pool.connect();
  ${body}
  await lent.query('select 1');
}
`;
  return factsOf({ 'a.js': text }).deafLeases.map(({ text: of, isKept }) => [of, isKept]);
}

const keeps = `lent.on('notification', hear);`;

describe('connections that are lent while nobody listens to them', () => {
  test('one that is used, one that is kept', () => {
    expect(deafIn('', '')).toEqual([['pool.connect()', false]]);
    expect(deafIn('', keeps)).toEqual([['lent.on()', true]]);
  });

  test('a listener of the pool hears idle connections only', () => {
    expect(deafIn(`pool.on('error', console.error);`, keeps)).toEqual([['lent.on()', true]]);
    expect(deafIn(`pool.on('connect', () => console.log('open'));`, keeps)).toHaveLength(1);
  });

  test.each([
    `pool.on('connect', client => client.on('error', console.error));`,
    `pool.on('acquire', function (client) { client.once('error', console.error); });`,
    `pool.on('connect', setUp);`,
    `hear.on('error', console.error);`,
  ])('%s', setUp => {
    expect(deafIn(setUp, keeps)).toEqual([]);
  });

  test('a listener of its own', () => {
    expect(deafIn('', `${keeps} lent.on('error', console.error);`)).toEqual([]);
  });

  test('somebody else has it, too', () => {
    expect(deafIn('', `${keeps} hear(lent);`)).toEqual([['pool.connect()', false]]);
  });
});
