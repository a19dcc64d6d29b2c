import { defineEffects } from './effect.ts';

const resolving =
  'resolve,resolve4,resolve6,resolveAny,resolveCaa,resolveCname,resolveMx,resolveNaptr,resolveNs,' +
  'resolvePtr,resolveSoa,resolveSrv,resolveTxt,reverse';
const lookups = `{lookup,lookupService,${resolving}}`;

const filePromises =
  '{access,appendFile,chmod,chown,copyFile,cp,glob,lchmod,lchown,link,lstat,lutimes,mkdir,mkdtemp,' +
  'open,opendir,readFile,readdir,readlink,realpath,rename,rm,rmdir,stat,statfs,symlink,truncate,' +
  'unlink,utimes,watch,writeFile}';

const fileHandle =
  '{appendFile,chmod,chown,close,createReadStream,datasync,read,readFile,readLines,readableWebStream,' +
  'readv,stat,sync,truncate,utimes,write,writeFile,writev}';

const fileCallbacks =
  '{access,appendFile,chmod,chown,close,copyFile,cp,createReadStream,exists,fchmod,' +
  'fchown,fdatasync,fstat,fsync,ftruncate,futimes,glob,lchmod,lchown,link,lstat,lutimes,mkdir,' +
  'mkdtemp,open,opendir,read,readFile,readdir,readlink,readv,realpath,rename,rm,rmdir,stat,statfs,' +
  'symlink,truncate,unlink,utimes,write,writeFile,writev}';

const zips =
  '{deflate,deflateRaw,gzip,gunzip,inflate,inflateRaw,unzip,brotliCompress,brotliDecompress}';

/** Modules of Node.js. What they do synchronously is nobody's await. */
export default defineEffects([
  {
    package: 'node:fs',
    waits: 'file',
    calls: [
      `promises.${filePromises}`,
      `promises.open.().${fileHandle}`,
      // Iterated.
      'createReadStream',
    ],
    callbacks: [fileCallbacks],
  },
  {
    package: 'node:fs/promises',
    waits: 'file',
    calls: [filePromises, `open.().${fileHandle}`, `FileHandle.new.${fileHandle}`],
  },
  {
    package: 'node:timers',
    modules: ['node:timers', 'node:timers/promises'],
    waits: 'timer',
    calls: ['promises.{setTimeout,setInterval}', '{promises.,}scheduler.wait'],
    callbacks: ['{setTimeout,setInterval}'],
  },
  {
    package: 'node:timers/promises',
    waits: 'timer',
    calls: ['{setTimeout,setInterval}'],
  },
  {
    package: 'node:events',
    waits: 'event',
    calls: [],
    iterables: ['{on,EventEmitter.on}'],
  },
  {
    package: 'node:http',
    modules: ['node:http', 'node:https'],
    waits: 'http',
    calls: [],
    callbacks: ['{get,request}'],
  },
  {
    package: 'node:http2',
    waits: 'http',
    calls: [],
    callbacks: ['connect', 'connect.().request'],
  },
  {
    package: 'node:net',
    modules: ['node:net', 'node:tls'],
    waits: 'socket',
    calls: [],
    callbacks: ['{connect,createConnection}', '{Socket,TLSSocket}.new.connect'],
  },
  {
    package: 'node:dns',
    waits: 'dns',
    calls: [`promises.${lookups}`, `promises.Resolver.new.{${resolving}}`],
    callbacks: [lookups, `Resolver.new.{${resolving}}`],
  },
  {
    package: 'node:dns/promises',
    waits: 'dns',
    calls: [lookups, `Resolver.new.{${resolving}}`],
  },
  {
    package: 'node:child_process',
    waits: 'process',
    calls: [],
    callbacks: ['{exec,execFile,fork,spawn}'],
  },
  {
    package: 'node:readline',
    waits: 'input',
    calls: ['createInterface', 'promises.createInterface', 'promises.createInterface.().question'],
    callbacks: ['{createInterface.(),Interface.new}.{question,on,once}'],
  },
  {
    package: 'node:readline/promises',
    waits: 'input',
    calls: ['createInterface', 'createInterface.().question', 'Interface.new.question'],
  },
  {
    package: 'node:crypto',
    waits: 'hash',
    calls: ['{webcrypto.,}subtle.{deriveBits,deriveKey}'],
    callbacks: [
      '{scrypt,pbkdf2}',
      {
        path: '{generateKeyPair,generatePrime,checkPrime,randomBytes,randomFill}',
        waits: 'worker',
      },
    ],
  },
  {
    package: 'node:zlib',
    waits: 'worker',
    calls: [],
    callbacks: [zips],
  },
]);
