import { keyName } from '../../source/names.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { nodesIn } from '../../source/walk.ts';
import { unwrap } from '../lower/expressions.ts';
import type { SessionUse } from '../pool-facts.ts';
import { MAY_USE_SESSION, sessionUseOf } from '../statements/session-sql.ts';
import type { SessionWords } from '../statements/session-sql.ts';
import { statementText } from '../statements/text.ts';
import type { Creation } from './creations.ts';
import type { Given } from './given-options.ts';
import { entryAt, textsOf } from './known.ts';
import { placeOf } from './place.ts';
import type { PoolSources } from './pools.ts';
import { postgresBehind, receiverOf } from './session-receivers.ts';
import { isUnprepared } from './unprepared.ts';

/** Statements of a file that need their session. */
export function toSessionUses(sources: PoolSources, file: SourceFile): readonly SessionUse[] {
  if (!MAY_USE_SESSION.test(file.text)) return [];
  const found = nodesIn(file.program).flatMap(node => {
    const words = wordsOf(file, node);
    return words === undefined ? [] : [{ node, words }];
  });
  sources.evidence.prepare(
    file,
    found.flatMap(({ node }) => receiverOf(node) ?? []),
  );
  return found.flatMap(({ node, words }): readonly SessionUse[] => {
    const receiver = postgresBehind(sources, file, node);
    return receiver === undefined ? [] : [{ ...placeOf(file, node), ...words, ...receiver }];
  });
}

function wordsOf(file: SourceFile, node: Node): SessionWords | undefined {
  if (node.type === 'TaggedTemplateExpression') return inText(file, node);
  if (node.type !== 'CallExpression') return undefined;
  const [first] = node.arguments;
  if (first === undefined || first.type === 'SpreadElement') return undefined;
  return isNamed(first) ? NAMED : inText(file, first);
}

function inText(file: SourceFile, node: Node): SessionWords | undefined {
  const text = statementText(file, node);
  // Most texts are no statements: a look at them costs less than taking them apart.
  return text !== undefined && MAY_USE_SESSION.test(text) ? sessionUseOf(text) : undefined;
}

const NAMED: SessionWords = {
  words: 'prepares a statement under a name in the session',
  advice: 'Leave the name out, or let PgBouncer 1.21 or newer keep it (`max_prepared_statements`).',
};

/** `{ name: 'find user', text: 'select …' }` */
function isNamed(argument: Node): boolean {
  const inner = unwrap(argument);
  if (inner.type !== 'ObjectExpression') return false;
  const names = inner.properties.map(one => (one.type === 'Property' ? keyName(one) : undefined));
  return names.includes('name') && names.includes('text');
}

/** What a pool's options do to each session that it opens. */
export function sessionUsesOf(
  { evidence }: PoolSources,
  given: Given,
  file: SourceFile,
  creation: Creation,
): readonly SessionUse[] {
  const { node, driver, by } = creation;
  const { startup = [], prepares } = given.options;
  const of = { package: driver.package, evidence: by };
  const uses = startup.flatMap((name): readonly SessionUse[] => {
    const entry = entryAt(given.table, name);
    if (entry === undefined || entry === 'open' || entry.file !== file) return [];
    return [
      {
        ...placeOf(file, entry.node),
        ...of,
        isOnOwn: false,
        words: 'is sent when a connection opens, which a pooler refuses',
        advice: 'Set it for the role in the database, or name it in `ignore_startup_parameters`.',
      },
    ];
  });
  const setting = prepares === undefined ? undefined : entryAt(given.table, prepares);
  const isSet = setting !== undefined && (setting === 'open' || isOff(setting.known));
  if (prepares === undefined || isSet || given.urls.some(isLocal)) return uses;
  if (isUnprepared(evidence, file, creation)) return uses;
  return [
    ...uses,
    {
      ...placeOf(file, node),
      ...of,
      isOnOwn: false,
      words: 'prepares its statements in the session',
      advice: `Pass \`${prepares}: false\`.`,
    },
  ];
}

function isOff(known: Parameters<typeof textsOf>[0]): boolean {
  return known.k !== 'value' || known.value === false;
}

/** A literal address of the own machine is no pooler of production. */
function isLocal({ known }: Given['urls'][number]): boolean {
  return (
    known.k === 'value' && textsOf(known).some(text => /@(?:localhost|127\.0\.0\.1)\b/.test(text))
  );
}
