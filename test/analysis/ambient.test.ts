import { describe, expect, test } from 'vitest';
import { drivers } from '../../src/drivers/index.ts';
import { factsOf } from './virtual.ts';

describe('transactions that are carried along', () => {
  const ambient = `import { Sequelize } from 'sequelize';
const sequelize = new Sequelize('postgres://localhost/shop');
export async function remove() {
  await sequelize.transaction(async () => {
    await sequelize.query('delete from orders');
    await fetch('https://example.org');
  });
}
`;

  test.each([
    ['express', 1],
    ['cls-hooked', 0],
    ['@nestjs-cls/transactional', 0],
  ])('with %s in package.json statements outside: %i', (name, count) => {
    const manifest = JSON.stringify({ dependencies: { sequelize: '*', [name]: '*' } });
    const { holds } = factsOf({ 'app/src/a.js': ambient, 'app/package.json': manifest });
    expect(holds.flatMap(hold => hold.takes)).toHaveLength(count);
    expect(holds.flatMap(hold => hold.waits)).toHaveLength(1);
  });

  test.each([
    ['Sequelize.useCLS(namespace);', 0],
    ["import './cls.js';", 1],
    ['// Sequelize.useCLS(namespace);', 1],
    ["mongoose.set('transactionAsyncLocalStorage', true);", 1],
  ])('where an imported file says `%s` statements outside: %i', (line, count) => {
    const files = {
      'app/src/a.js': `import './db.js';\n${ambient}`,
      'app/src/db.js': "import '../../shared/setup.js';",
      'shared/setup.js': line,
    };
    expect(factsOf(files).holds.flatMap(hold => hold.takes)).toHaveLength(count);
  });

  test.each([
    ["mongoose.set('transactionAsyncLocalStorage', true)", 0],
    ['mongoose.set({ transactionAsyncLocalStorage: true })', 0],
    ["mongoose.set('transactionAsyncLocalStorage', false)", 1],
    ["mongoose.set('strict', true)", 1],
  ])('after `%s` statements outside: %i', (call, count) => {
    const text = `import mongoose from 'mongoose';
${call};
const connection = mongoose.createConnection('mongodb://localhost/shop');
const Order = connection.model('Order', new mongoose.Schema({}));
export async function remove() {
  await connection.transaction(async () => { await Order.deleteMany({}); });
}
`;
    expect(factsOf({ 'a.js': text }).holds.flatMap(hold => hold.takes)).toHaveLength(count);
  });

  test('a driver whose transactions are carried along by a setting has no statements outside', () => {
    const all = drivers.map(one =>
      one.package === 'sequelize' ? { ...one, ambient: true as const } : one,
    );
    const { holds } = factsOf({ 'app/src/a.js': ambient }, { drivers: all });
    expect(holds.flatMap(hold => hold.takes)).toEqual([]);
    expect(holds.flatMap(hold => hold.waits)).toHaveLength(1);
  });
});
