import { defineDriver } from './driver.ts';
import { optionsOfTypeorm } from './options-of-typeorm.ts';

/** https://docs.nestjs.com/techniques/database: the data source that the module makes. */
export default defineDriver({
  package: '@nestjs/typeorm',
  pool: {
    type: 'TypeOrmModule',
    create: ['TypeOrmModule.forRoot()', 'TypeOrmModule.forRootAsync()'],
    options: optionsOfTypeorm,
  },
  injects: {
    package: 'typeorm',
    types: ['DataSource', 'Connection', 'EntityManager'],
    decorators: {
      InjectDataSource: 0,
      InjectConnection: 0,
      InjectEntityManager: 0,
      InjectRepository: 1,
    },
  },
});
