import { defineEffects } from './effect.ts';

/** Queues of jobs and messages. */
export default defineEffects([
  {
    package: 'bullmq',
    waits: 'queue',
    calls: ['{Queue,FlowProducer,Job,QueueEvents,Worker}.new.*'],
  },
]);
