import { defineEffects } from './effect.ts';

const nodeFunctions =
  '{access,appendFile,chmod,chown,copyFile,lstat,mkdir,mkdtemp,open,opendir,readFile,readdir,readlink,' +
  'realpath,rename,rm,rmdir,stat,symlink,truncate,unlink,utimes,writeFile}';

const extraFunctions =
  '{copy,createFile,emptyDir,ensureDir,ensureFile,ensureLink,ensureSymlink,mkdirp,mkdirs,move,' +
  'outputFile,outputJson,outputJSON,pathExists,readJson,readJSON,remove,writeJson,writeJSON,exists}';

/** Files, on this machine or another one. */
export default defineEffects([
  {
    package: 'fs-extra',
    waits: 'file',
    calls: [nodeFunctions, extraFunctions, `promises.${nodeFunctions}`, 'createReadStream'],
    callbacks: [nodeFunctions, extraFunctions, 'createReadStream'],
  },
  {
    package: 'graceful-fs',
    waits: 'file',
    calls: [`promises.${nodeFunctions}`, 'createReadStream'],
    callbacks: [nodeFunctions, 'createReadStream'],
  },
  {
    package: 'rimraf',
    waits: 'file',
    calls: ['{default,rimraf}'],
    callbacks: ['default'],
  },
  { package: 'mkdirp', waits: 'file', calls: ['{default,mkdirp}'] },
  { package: 'glob', waits: 'file', calls: ['{default,glob}'] },
  { package: 'globby', waits: 'file', calls: ['{default,globby}'] },
  { package: 'fast-glob', waits: 'file', calls: ['{default,glob,async}'] },
  { package: 'tinyglobby', waits: 'file', calls: ['glob'] },
  { package: 'del', waits: 'file', calls: ['{default,deleteAsync}'] },
  { package: 'tmp-promise', waits: 'file', calls: ['{dir,file,tmpName,withDir,withFile}'] },
  {
    package: 'exceljs',
    waits: 'file',
    calls: ['Workbook.new.{csv,xlsx}.{readFile,writeFile}'],
  },
  {
    package: 'basic-ftp',
    waits: 'socket',
    calls: ['Client.new.*'],
  },
  { package: 'ssh2-sftp-client', waits: 'socket', calls: ['new.*'] },
  { package: 'node-ssh', waits: 'socket', calls: ['NodeSSH.new.*'] },
  { package: 'ldapts', waits: 'socket', calls: ['Client.new.*'] },
]);
