import { defineEffects } from './effect.ts';

/** Services of clouds that have no kind of their own. What they keep is behind HTTP, whatever it is. */
export default defineEffects([
  {
    package: '@aws-sdk/client-*',
    waits: 'cloud',
    // Functions are those that wait for a state, and those that page.
    calls: ['*.new.*', '*', { path: '**.Body.transformTo{ByteArray,String}', waits: 'body' }],
  },
  { package: '@aws-sdk/lib-storage', waits: 'cloud', calls: ['Upload.new.done'] },
  {
    package: '@aws-sdk/lib-dynamodb',
    waits: 'cloud',
    calls: ['{DynamoDBDocument,DynamoDBDocumentClient}.{from.(),new}.*', '*'],
  },
  {
    package: 'aws-sdk',
    modules: ['aws-sdk', 'aws-sdk/clients/*'],
    waits: 'cloud',
    calls: [
      { path: '{SQS,SNS,EventBridge,Kinesis,StepFunctions}.new.*.().promise', waits: 'queue' },
      { path: '{SES,SESV2}.new.*.().promise', waits: 'mail' },
      '**.promise',
    ],
    callbacks: ['**.new.*'],
    except: ['**.getSignedUrl'],
  },
  {
    package: '@google-cloud/*',
    waits: 'cloud',
    calls: ['**.new.**'],
    except: ['**.{getSignedUrl,close}'],
  },
  {
    package: '@azure/*',
    waits: 'cloud',
    calls: ['*.new.**', '*.fromConnectionString.().**'],
    except: ['**.generateSasUrl'],
  },
  {
    package: '@azure/functions',
    waits: 'body',
    calls: ['HttpRequest.new.{arrayBuffer,blob,formData,json,text}'],
  },
  {
    package: 'firebase-admin',
    modules: ['firebase-admin', 'firebase-admin/*'],
    waits: 'cloud',
    calls: [
      '**.{auth,getAuth,firestore,getFirestore,storage,getStorage,database,getDatabase}.().**',
      '{auth.,}{Auth,BaseAuth}.new.**',
      '{firestore.,}{Firestore,CollectionReference,DocumentReference,Query}.new.**',
      { path: '**.{messaging,getMessaging}.().*', waits: 'message' },
      { path: '{messaging.,}Messaging.new.*', waits: 'message' },
    ],
    // Signs and checks tokens with keys that are at hand.
    except: ['**.{createCustomToken,verifyIdToken,verifySessionCookie}'],
  },
  {
    package: 'minio',
    waits: 'cloud',
    calls: ['Client.new.*'],
    except: ['**.{presignedUrl,presignedGetObject,presignedPutObject,presignedPostPolicy}'],
  },
  {
    package: 'cloudinary',
    waits: 'cloud',
    calls: ['{v2.,}{api,uploader,search}.**'],
    callbacks: ['{v2.,}{api,uploader}.*'],
  },
  { package: '@vercel/blob', waits: 'cloud', calls: ['{copy,del,head,list,put}'] },
  {
    package: '@supabase/supabase-js',
    waits: 'cloud',
    // `from` and `rpc` are statements.
    calls: ['{createClient.(),SupabaseClient.new}.{auth,functions,storage}.**'],
    except: ['**.getPublicUrl'],
  },
]);
