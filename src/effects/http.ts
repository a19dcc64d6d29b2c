import { defineEffects } from './effect.ts';

const verbs = '{get,delete,head,options,post,put,patch,request}';
const read = '{json,text,arrayBuffer,blob,bytes,formData}';

/** Whoever is made of another with other defaults: `got.extend()`, also of one another. */
const got = '{,got.,**.extend.().,Got.new.}';
const ky = '{,{create,**.extend}.().,KyInstance.new.}';
const axios = '{,{create.(),{Axios,AxiosInstance,AxiosStatic}.new}.}';

/** Clients of HTTP. */
export default defineEffects([
  {
    package: 'axios',
    waits: 'http',
    calls: [
      'default',
      '{create.(),{AxiosInstance,AxiosStatic}.new}',
      `${axios}${verbs}`,
      `${axios}{postForm,putForm,patchForm}`,
    ],
  },
  {
    package: '@nestjs/axios',
    waits: 'http',
    calls: [`HttpService.new.{,axiosRef.}${verbs}`, 'HttpService.new.axiosRef'],
  },
  {
    package: 'got',
    waits: 'http',
    calls: [
      '{default,got,**.extend.(),Got.new}',
      `${got}{get,delete,head,post,put,patch}`,
      `${got}{paginate,paginate.all,paginate.each}`,
      `**.().{json,text,buffer,arrayBuffer,blob,formData}`,
    ],
  },
  {
    package: 'ky',
    waits: 'http',
    calls: [
      '{default,**.{create,extend}.(),KyInstance.new}',
      `${ky}{get,delete,head,post,put,patch}`,
      `**.().{json,text,buffer,arrayBuffer,blob,formData}`,
    ],
  },
  {
    package: 'node-fetch',
    modules: [
      'node-fetch',
      'cross-fetch',
      'isomorphic-fetch',
      'node-fetch-native',
      'make-fetch-happen',
    ],
    waits: 'http',
    calls: [
      '{default,fetch}',
      { path: '{,fetch.}().{json,text,arrayBuffer,blob,buffer,bytes,formData}', waits: 'body' },
      { path: `Response.new.${read}`, waits: 'body' },
    ],
    iterables: [{ path: '{(),fetch.(),Response.new}.body', waits: 'body' }],
  },
  {
    package: 'undici',
    waits: 'http',
    calls: [
      '{fetch,request,stream,connect,upgrade}',
      '{Agent,Client,Pool,BalancedPool,Dispatcher,ProxyAgent,RetryAgent}.new.{request,stream,connect,upgrade}',
      { path: `fetch.().${read}`, waits: 'body' },
      { path: `{request,{Agent,Client,Pool}.new.request}.().body.${read}`, waits: 'body' },
      { path: `{Request,Response}.new.${read}`, waits: 'body' },
    ],
    iterables: [{ path: '{{fetch,request}.(),Response.new}.body', waits: 'body' }],
  },
  {
    package: 'ofetch',
    waits: 'http',
    calls: [
      'fetch',
      '{ofetch,$fetch}{,.raw}',
      '{ofetch,$fetch}.create.(){,.raw}',
      '$Fetch.new{,.raw}',
    ],
  },
  {
    package: 'superagent',
    waits: 'http',
    // Requests are built call by call; awaiting the last one sends them.
    calls: [
      'default',
      '{().**,agent.().**,SuperAgentRequest.new.**}',
      '{get,delete,del,head,options,post,put,patch}{,.().**}',
    ],
  },
  {
    package: 'needle',
    waits: 'http',
    calls: ['default', '{get,delete,head,post,put,patch,request}'],
    callbacks: ['default', '{get,delete,head,post,put,patch,request}'],
  },
  {
    package: 'request-promise',
    modules: ['request-promise', 'request-promise-native'],
    waits: 'http',
    calls: ['{default,defaults.()}', '{,defaults.().}{get,del,delete,head,options,post,put,patch}'],
  },
  {
    package: 'request',
    waits: 'http',
    calls: [],
    callbacks: ['{default,defaults.()}', '{,defaults.().}{get,del,delete,head,post,put,patch}'],
  },
  {
    package: 'graphql-request',
    waits: 'http',
    calls: [
      '{default,request,rawRequest,batchRequests}',
      'GraphQLClient.new.{request,rawRequest,batchRequests}',
    ],
  },
  {
    package: '@trpc/client',
    waits: 'http',
    calls: ['{createTRPCClient,createTRPCProxyClient}.().**'],
  },
  {
    package: 'soap',
    waits: 'http',
    calls: ['createClientAsync', 'createClientAsync.().*'],
  },
]);
