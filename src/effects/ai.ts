import { defineEffects } from './effect.ts';

const answering = '{invoke,batch,stream,call,generate,embedQuery,embedDocuments}';
const prepared = '{,{bindTools,withConfig,withRetry,withStructuredOutput}.().}';

/** Models that answer after seconds. */
export default defineEffects([
  {
    package: 'openai',
    waits: 'ai',
    calls: ['{new,OpenAI.new,AzureOpenAI.new,OpenAIApi.new}.**'],
    except: ['**.webhooks.**'],
  },
  {
    package: '@anthropic-ai/sdk',
    modules: ['@anthropic-ai/sdk', '@anthropic-ai/bedrock-sdk', '@anthropic-ai/vertex-sdk'],
    waits: 'ai',
    calls: ['{new,{Anthropic,AnthropicBedrock,AnthropicVertex}.new}.**'],
  },
  {
    package: '@google/generative-ai',
    waits: 'ai',
    calls: ['GoogleGenerativeAI.new.**', '{GenerativeModel,ChatSession}.new.*'],
    except: ['**.getHistory'],
  },
  {
    package: '@google/genai',
    waits: 'ai',
    calls: ['GoogleGenAI.new.**'],
    except: ['**.getHistory'],
  },
  {
    package: '@mistralai/mistralai',
    modules: [
      '@mistralai/mistralai',
      'cohere-ai',
      'groq-sdk',
      'together-ai',
      'replicate',
      'ollama',
    ],
    waits: 'ai',
    calls: [
      '{new,{Mistral,MistralClient,CohereClient,CohereClientV2,Groq,Together,Replicate,Ollama}.new}.**',
    ],
  },
  {
    package: 'ollama',
    waits: 'ai',
    calls: ['{chat,generate,embed,embeddings,pull}'],
  },
  {
    package: 'ai',
    waits: 'ai',
    calls: [
      '{generateText,generateObject,embed,embedMany,rerank}',
      '{generateImage,experimental_generateImage,experimental_generateSpeech,experimental_transcribe}',
    ],
  },
  {
    package: '@langchain/openai',
    modules: [
      '@langchain/openai',
      '@langchain/anthropic',
      '@langchain/google-genai',
      '@langchain/google-vertexai',
      '@langchain/mistralai',
      '@langchain/ollama',
      '@langchain/cohere',
      '@langchain/groq',
      '@langchain/aws',
      '@langchain/core/embeddings',
      '@langchain/core/language_models/chat_models',
    ],
    waits: 'ai',
    calls: [`*.new.${prepared}${answering}`],
  },
  {
    package: '@aws-sdk/client-bedrock-runtime',
    modules: ['@aws-sdk/client-bedrock-runtime', '@aws-sdk/client-bedrock-agent-runtime'],
    waits: 'ai',
    calls: ['*.new.*'],
  },
]);
