import { defineEffects } from './effect.ts';

/** Services that deliver messages to people: chat, text messages, notifications. */
export default defineEffects([
  {
    package: 'twilio',
    waits: 'message',
    calls: ['{(),Twilio.new}.**'],
  },
  { package: '@slack/web-api', waits: 'message', calls: ['WebClient.new.**'] },
  { package: '@slack/webhook', waits: 'message', calls: ['IncomingWebhook.new.send'] },
  { package: '@slack/bolt', waits: 'message', calls: ['App.new.client.**'] },
  {
    package: 'discord.js',
    modules: ['discord.js', '@discordjs/rest'],
    waits: 'message',
    calls: [
      'REST.new.*',
      '{WebhookClient,TextChannel,User,Message}.new.{send,edit,reply,react}',
      '*.new.{reply,deferReply,editReply,followUp,deferUpdate}',
    ],
  },
  {
    package: 'telegraf',
    waits: 'message',
    calls: ['Telegraf.new.telegram.*', '{Telegram,Context}.new.*'],
  },
  { package: 'grammy', waits: 'message', calls: ['Bot.new.api.**', 'Api.new.*', 'Context.new.*'] },
  {
    package: 'node-telegram-bot-api',
    waits: 'message',
    calls: ['{new,TelegramBot.new}.*'],
  },
  { package: 'web-push', waits: 'message', calls: ['sendNotification'] },
  {
    package: 'expo-server-sdk',
    waits: 'message',
    calls: ['{,Expo.}new.{sendPushNotificationsAsync,getPushNotificationReceiptsAsync}'],
  },
]);
