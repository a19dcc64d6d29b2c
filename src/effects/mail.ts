import { defineEffects } from './effect.ts';

/** Mail. */
export default defineEffects([
  {
    package: 'nodemailer',
    modules: ['nodemailer', 'nodemailer/lib/mailer', 'nodemailer/lib/mailer/index.js'],
    waits: 'mail',
    calls: ['{createTransport.(),Transporter.new,Mail.new,new}.{sendMail,verify}'],
    callbacks: ['{createTransport.(),Transporter.new,Mail.new,new}.{sendMail,verify}'],
  },
]);
