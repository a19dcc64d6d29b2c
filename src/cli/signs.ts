/** What a text shows about how pools are run. */
export type SignKind = 'shutdown' | 'metrics';

/** Something that a text shows, and where. */
export interface Sign {
  readonly kind: SignKind;
  /** As written. */
  readonly text: string;
  readonly line: number;
}

/** Words that nobody writes for another reason. */
const patterns: Readonly<Record<SignKind, RegExp>> = {
  shutdown:
    /\b(?:process\.(?:on|once)\(\s*['"]SIG(?:TERM|INT)['"]|enableShutdownHooks\(|onApplicationShutdown\b|onModuleDestroy\b|addHook\(\s*['"]onClose['"]|closeWithGrace\(|createTerminus\()/,
  metrics:
    /\b(?:\w*[pP]ool\w*\.(?:totalCount|idleCount|waitingCount|numUsed|numFree|numPendingAcquires|stats)\b|collectDefaultMetrics\(|watch\(\s*pool\b|eslint-plugin-pool\/runtime\b)/,
};

/** What each text with metrics contains: a name before a dot costs far more to look for. */
const METRICS =
  /\.(?:totalCount|idleCount|waitingCount|numUsed|numFree|numPendingAcquires|stats)\b|collectDefaultMetrics|watch\(|plugin-pool\/runtime/;

/** The first sign of each kind in a text. */
export function signsIn(text: string): readonly Sign[] {
  return (Object.keys(patterns) as SignKind[]).flatMap(kind => {
    const match = kind === 'metrics' && !METRICS.test(text) ? null : patterns[kind].exec(text);
    if (match === null) return [];
    const line = text.slice(0, match.index).split('\n').length;
    return [{ kind, text: closed(match[0]), line }];
  });
}

/** The beginning of a call, as a call. */
function closed(text: string): string {
  return text.includes('(') ? `${text})` : text;
}
