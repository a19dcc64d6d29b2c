import { defineDriver } from './driver.ts';
import { optionsOfMongodb } from './options-of-mongodb.ts';

/** https://docs.nestjs.com/techniques/mongodb: the connection that the module makes. */
export default defineDriver({
  package: '@nestjs/mongoose',
  pool: {
    type: 'MongooseModule',
    create: ['MongooseModule.forRoot()', 'MongooseModule.forRootAsync()'],
    options: optionsOfMongodb,
  },
  injects: {
    package: 'mongoose',
    types: [],
    decorators: { InjectConnection: 0, InjectModel: 1 },
  },
});
