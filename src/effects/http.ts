import { defineEffects } from './effect.ts';

const verbs = 'get,delete,head,options,post,put,patch';

/** Clients of HTTP. */
export default defineEffects([
  {
    package: 'axios',
    waits: 'http',
    calls: [
      'default',
      // Instances: the module itself, `axios.create()`, and values that are typed as one.
      `{,{axios,create.(),{Axios,AxiosInstance,AxiosStatic}.new}.}{${verbs},request,postForm,putForm,patchForm}`,
      '{axios,create.(),{AxiosInstance,AxiosStatic}.new}',
    ],
  },
]);
