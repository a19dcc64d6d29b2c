import { defineEffects } from './effect.ts';

/** Clients of one service each, which they ask over HTTP. */
export default defineEffects([
  {
    package: 'octokit',
    modules: ['octokit', '@octokit/rest', '@octokit/core', '@octokit/graphql', '@octokit/request'],
    waits: 'http',
    calls: ['Octokit.new.**', '{graphql,request}'],
  },
  {
    package: '@elastic/elasticsearch',
    modules: ['@elastic/elasticsearch', '@opensearch-project/opensearch'],
    waits: 'http',
    calls: ['Client.new.**'],
  },
  {
    package: 'meilisearch',
    waits: 'http',
    calls: ['{MeiliSearch,Meilisearch}.new.**'],
    except: ['*.new.index'],
  },
  {
    package: 'algoliasearch',
    modules: ['algoliasearch', 'algoliasearch/lite'],
    waits: 'http',
    calls: ['{,algoliasearch.,liteClient.}().**'],
  },
  { package: 'typesense', waits: 'http', calls: ['Client.new.**'] },
  { package: '@pinecone-database/pinecone', waits: 'http', calls: ['{Pinecone,Index}.new.**'] },
  { package: '@qdrant/js-client-rest', waits: 'http', calls: ['QdrantClient.new.*'] },
  { package: '@notionhq/client', waits: 'http', calls: ['Client.new.**'] },
  { package: '@hubspot/api-client', waits: 'http', calls: ['Client.new.**'] },
  {
    package: 'googleapis',
    waits: 'http',
    calls: [
      'google.*.().**',
      'google.auth.OAuth2.new.{getToken,getAccessToken,refreshAccessToken}',
    ],
  },
  { package: '@googleapis/*', waits: 'http', calls: ['*.().**'] },
  {
    package: 'google-auth-library',
    waits: 'http',
    // `verifyIdToken` has its certificates at hand.
    calls: [
      'OAuth2Client.new.{getToken,getTokenInfo,getAccessToken,refreshAccessToken,revokeToken,request}',
      'GoogleAuth.new.{getClient,getAccessToken,request}',
    ],
  },
  {
    package: 'openid-client',
    waits: 'http',
    calls: [
      'Issuer.discover',
      '{Client.new,Issuer.discover.().Client.new}.{callback,grant,introspect,refresh,revoke,userinfo}',
      '{discovery,authorizationCodeGrant,clientCredentialsGrant,refreshTokenGrant,fetchUserInfo}',
      '{tokenIntrospection,tokenRevocation}',
    ],
  },
  {
    package: 'auth0',
    waits: 'http',
    calls: ['{AuthenticationClient,ManagementClient}.new.**'],
  },
  {
    package: '@clerk/backend',
    modules: ['@clerk/backend', '@clerk/clerk-sdk-node', '@clerk/express', '@clerk/nextjs/server'],
    waits: 'http',
    calls: ['{createClerkClient.(),clerkClient,clerkClient.()}.**'],
    except: ['**.{verifyToken,authenticateRequest}'],
  },
  {
    package: '@kubernetes/client-node',
    waits: 'http',
    calls: ['KubeConfig.new.makeApiClient.().*', '{AppsV1Api,BatchV1Api,CoreV1Api}.new.*'],
  },
  {
    package: 'ethers',
    waits: 'http',
    calls: [
      '{,ethers.}{,providers.}{JsonRpcProvider,WebSocketProvider}.new.*',
      '{,ethers.}Contract.new.*',
    ],
  },
  { package: 'viem', waits: 'http', calls: ['{createPublicClient,createWalletClient}.().*'] },
  { package: '@sentry/node', waits: 'http', calls: ['{flush,close}'] },
]);
