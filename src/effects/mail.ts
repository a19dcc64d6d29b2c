import { defineEffects } from './effect.ts';

const transport = '{{createTransport,createTransporter}.(),{Transporter,Mail}.new,new}';

/** Mail, over SMTP or a service. */
export default defineEffects([
  {
    package: 'nodemailer',
    modules: ['nodemailer', 'nodemailer/lib/mailer', 'nodemailer/lib/mailer/index.js'],
    waits: 'mail',
    calls: [`${transport}.{sendMail,verify}`, 'createTestAccount'],
    callbacks: [`${transport}.{sendMail,verify}`, 'createTestAccount'],
  },
  { package: '@nestjs-modules/mailer', waits: 'mail', calls: ['MailerService.new.sendMail'] },
  { package: 'email-templates', waits: 'mail', calls: ['new.send'] },
  { package: '@sendgrid/mail', waits: 'mail', calls: ['{,MailService.new.}{send,sendMultiple}'] },
  { package: '@sendgrid/client', waits: 'mail', calls: ['{,Client.new.}request'] },
  {
    package: 'mailgun.js',
    waits: 'mail',
    calls: ['{new,Mailgun.new}.client.().**'],
  },
  { package: 'mailgun-js', waits: 'mail', calls: ['().**'] },
  { package: 'resend', waits: 'mail', calls: ['Resend.new.**'], except: ['**.webhooks.verify'] },
  {
    package: 'postmark',
    waits: 'mail',
    calls: ['{ServerClient,Client,AccountClient,AdminClient}.new.*'],
  },
  {
    package: 'node-mailjet',
    waits: 'mail',
    calls: ['{new,Client.new,apiConnect.(),Client.apiConnect.(),connect.()}.**'],
  },
  { package: '@mailchimp/mailchimp_transactional', waits: 'mail', calls: ['().**'] },
  { package: '@mailchimp/mailchimp_marketing', waits: 'mail', calls: ['*.*'] },
  {
    package: '@getbrevo/brevo',
    modules: ['@getbrevo/brevo', 'sib-api-v3-sdk', 'sib-api-v3-typescript'],
    waits: 'mail',
    calls: ['{TransactionalEmailsApi,ContactsApi,EmailCampaignsApi}.new.*'],
  },
  { package: 'imapflow', waits: 'mail', calls: ['ImapFlow.new.*'] },
  {
    package: '@aws-sdk/client-ses',
    modules: ['@aws-sdk/client-ses', '@aws-sdk/client-sesv2'],
    waits: 'mail',
    calls: ['*.new.*', '*'],
  },
]);
