import { defineEffects } from './effect.ts';

const bodies = '{json,text,arrayBuffer,blob,bytes,formData}';

/** What Node.js and the web platform give without an import. */
export default defineEffects([
  {
    package: 'global',
    waits: 'http',
    calls: [
      'fetch',
      // Nuxt and Nitro.
      '{$fetch,useFetch}',
      { path: `fetch.().${bodies}`, waits: 'body' },
      { path: `{Request,Response}.new.${bodies}`, waits: 'body' },
      { path: 'navigator.locks.request', waits: 'lock' },
      { path: 'scheduler.wait', waits: 'timer' },
    ],
    iterables: [{ path: '{fetch.(),Request.new,Response.new}.body', waits: 'body' }],
    callbacks: [{ path: '{setTimeout,setInterval}', waits: 'timer' }],
  },
]);
