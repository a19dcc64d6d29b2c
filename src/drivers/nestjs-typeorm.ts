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
});
