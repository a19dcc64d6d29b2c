import { defineEffects } from './effect.ts';

const readers = '{arrayBuffer,blob,bytes,formData,json,text}';

/** What clients send us, at the pace of their network. */
export default defineEffects([
  { package: 'raw-body', waits: 'body', calls: ['default'], callbacks: ['default'] },
  { package: 'co-body', waits: 'body', calls: ['{default,form,json,text}'] },
  {
    package: 'formidable',
    waits: 'body',
    calls: ['{(),formidable.(),IncomingForm.new,Formidable.new}.parse'],
    callbacks: ['{(),formidable.(),IncomingForm.new,Formidable.new}.parse'],
  },
  {
    package: 'multiparty',
    waits: 'body',
    calls: [],
    callbacks: ['Form.new.parse'],
  },
  { package: 'micro', waits: 'body', calls: ['{buffer,json,text}'] },
  { package: 'next/server', waits: 'body', calls: [`NextRequest.new.${readers}`] },
  {
    package: 'hono',
    waits: 'body',
    calls: ['{Context.new.req,HonoRequest.new}.{arrayBuffer,blob,formData,json,parseBody,text}'],
  },
  {
    package: 'h3',
    waits: 'body',
    calls: ['{readBody,readFormData,readMultipartFormData,readRawBody,readValidatedBody}'],
  },
  {
    package: 'fastify',
    waits: 'body',
    // Those of `@fastify/multipart`.
    calls: ['FastifyRequest.new.{file,files,formData,parts,saveRequestFiles}'],
  },
]);
