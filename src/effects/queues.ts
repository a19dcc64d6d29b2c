import { defineEffects } from './effect.ts';

/** Queues of jobs and messages. Those that keep their jobs in a database are left out. */
export default defineEffects([
  {
    package: 'bullmq',
    waits: 'queue',
    calls: ['{Queue,FlowProducer,Job,QueueEvents,QueueEventsProducer,Worker}.new.**'],
  },
  {
    package: 'bull',
    waits: 'queue',
    calls: ['{new,(),{Queue,Job}.new}.**'],
  },
  {
    package: 'bee-queue',
    waits: 'queue',
    calls: ['{new,BeeQueue.new}.**'],
    // Builds a job; `save` sends it.
    except: ['{new,BeeQueue.new}.createJob'],
  },
  {
    package: 'amqplib',
    waits: 'queue',
    calls: ['connect', 'connect.().**', '{ChannelModel,Connection,Channel,ConfirmChannel}.new.*'],
    // These only write to a buffer.
    except: ['**.{publish,sendToQueue,ack,ackAll,nack,nackAll,reject}'],
  },
  {
    package: 'amqplib/callback_api',
    waits: 'queue',
    calls: [],
    callbacks: ['connect'],
  },
  {
    package: 'amqp-connection-manager',
    waits: 'queue',
    calls: ['connect.().createChannel.().*', 'ChannelWrapper.new.*'],
  },
  {
    package: 'kafkajs',
    waits: 'queue',
    calls: ['Kafka.new.**', '{Producer,Consumer,Admin,Transaction}.new.**'],
  },
  {
    package: 'nats',
    modules: ['nats', '@nats-io/transport-node', '@nats-io/nats-core'],
    waits: 'queue',
    // `publish` only writes to a buffer.
    calls: [
      'connect',
      '{connect.(),NatsConnection.new}.{request,requestMany,flush,drain,close}',
      '{connect.().jetstream.(),JetStreamClient.new}.**',
    ],
  },
  {
    package: 'mqtt',
    waits: 'queue',
    calls: [
      'connectAsync',
      '{connect.(),connectAsync.(),MqttClient.new}.{publishAsync,subscribeAsync,unsubscribeAsync,endAsync}',
    ],
    callbacks: ['{connect.(),connectAsync.(),MqttClient.new}.{publish,subscribe,unsubscribe,end}'],
  },
  {
    package: '@google-cloud/pubsub',
    waits: 'queue',
    calls: ['PubSub.new.**', '{Topic,Subscription}.new.**'],
  },
  {
    package: '@google-cloud/tasks',
    waits: 'queue',
    calls: ['{v2.,}CloudTasksClient.new.*'],
    // Put names together.
    except: ['**.{queuePath,taskPath,locationPath,projectPath}'],
  },
  {
    package: '@azure/service-bus',
    modules: ['@azure/service-bus', '@azure/event-hubs', '@azure/storage-queue'],
    waits: 'queue',
    calls: ['*.new.**'],
  },
  {
    package: '@aws-sdk/client-sqs',
    modules: [
      '@aws-sdk/client-sqs',
      '@aws-sdk/client-sns',
      '@aws-sdk/client-eventbridge',
      '@aws-sdk/client-kinesis',
      '@aws-sdk/client-firehose',
      '@aws-sdk/client-sfn',
    ],
    waits: 'queue',
    calls: ['*.new.*', '*'],
  },
  { package: 'sqs-producer', waits: 'queue', calls: ['Producer.create.().send'] },
  { package: '@upstash/qstash', waits: 'queue', calls: ['Client.new.**'] },
  { package: 'inngest', waits: 'queue', calls: ['Inngest.new.send'] },
  {
    package: '@trigger.dev/sdk',
    modules: ['@trigger.dev/sdk', '@trigger.dev/sdk/v3'],
    waits: 'queue',
    calls: [
      'tasks.{trigger,triggerAndWait,batchTrigger,batchTriggerAndWait}',
      { path: 'wait.{for,until}', waits: 'timer' },
    ],
  },
  {
    package: '@temporalio/client',
    waits: 'queue',
    calls: ['{Client,WorkflowClient,ScheduleClient}.new.**', 'Connection.connect'],
    except: ['**.getHandle'],
  },
  {
    package: '@nestjs/microservices',
    waits: 'queue',
    calls: ['{ClientProxy,ClientKafka,ClientRMQ}.new.{connect,emit,send}'],
  },
  {
    package: '@golevelup/nestjs-rabbitmq',
    waits: 'queue',
    calls: ['AmqpConnection.new.{publish,request}'],
  },
]);
