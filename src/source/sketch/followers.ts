import { char, skipSpace } from './characters.ts';

/** What follows a word. */
type Follower = 'call' | 'assignment' | 'key' | 'other';

/** What follows a word that ends before an index. */
export function followerAt(text: string, at: number): Follower {
  const code = text.charCodeAt(at);
  const after = text.charCodeAt(at + 1);
  switch (code) {
    case char.open:
    case char.backtick:
    case char.less:
      return 'call';
    case char.equals:
      return after === char.equals || after === char.greater ? 'other' : 'assignment';
    case char.colon:
      return 'key';
    case char.question:
      if (after === char.dot) return text.charCodeAt(at + 2) === char.open ? 'call' : 'other';
      if (after === char.question) return isAssigned(text, at);
      return text.charCodeAt(skipSpace(text, at + 1)) === char.colon ? 'key' : 'other';
    case char.bang:
      if (after === char.open) return 'call';
      return text.charCodeAt(skipSpace(text, at + 1)) === char.colon ? 'key' : 'other';
    case char.or:
    case char.and:
      return after === code ? isAssigned(text, at) : 'other';
    default:
      return 'other';
  }
}

/** `||=`, `&&=` and `??=`. */
function isAssigned(text: string, at: number): Follower {
  return text.charCodeAt(at + 2) === char.equals ? 'assignment' : 'other';
}
