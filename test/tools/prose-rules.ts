/**
 * The rules of `npm run lint:prose`. Each rule gets one sentence, with each piece of code as one word, and returns its
 * violations. The checks of write-good with many false alarms are off: single passives, "only" and other adverbs.
 */
import writeGood from 'write-good';

export interface Finding {
  /** In the sentence, in characters. */
  readonly index: number;
  readonly length: number;
  readonly why: string;
}

export interface ProseRule {
  readonly name: string;
  /** For rules about whole sentences: headings and cells of tables are often no sentences. */
  readonly proseOnly?: boolean;
  readonly find: (sentence: string) => Finding[];
}

const LONGEST = 40;

/** Phrases that readers did not understand. */
export const PHRASES = [
  'what gets through',
  'told links',
  'whatever fails is said',
  'said where the button is',
  'further up hears',
  'every portal below it',
  'say once how',
  'how a lazy element far away',
  'comes near',
  'leave a busy machine its time',
  'what is refused is not read',
  'nobody asks before',
  'for what never comes',
];

const all = (pattern: RegExp, why: string) => (sentence: string) =>
  [...sentence.matchAll(pattern)].map(({ index, 0: text }) => ({ index, length: text.length, why }));

/** Words of documentation that write-good rejects. */
const NEEDED = ['it is', 'it was', 'all of', 'typeof', 'type', 'multiple'];

const NO_CHECK = {
  ...{ passive: false, illusion: false, so: false, thereIs: false, weasel: false, adverb: false },
  ...{ tooWordy: false, cliches: false },
};
const suggested = (checks: writeGood.Options) => (sentence: string) =>
  writeGood(sentence, { ...NO_CHECK, ...checks })
    .map(({ index, offset, reason }) => ({ index, length: offset, why: reason }))
    .filter(({ index, length }) => !NEEDED.includes(sentence.slice(index, index + length).toLowerCase()));
const passives = suggested({ passive: true });

export const PROSE_RULES: readonly ProseRule[] = [
  {
    name: 'phrase',
    find: all(new RegExp(`\\b(?:${PHRASES.join('|')})\\b`, 'gi'), 'readers did not understand this phrase'),
  },
  {
    name: 'long-sentence',
    find(sentence) {
      const { length } = sentence.split(/\s+/).filter((word) => /\w/.test(word));
      return length > LONGEST ? [{ index: 0, length: sentence.length, why: `${length} words, over ${LONGEST}` }] : [];
    },
  },
  {
    name: 'passive-chain',
    find(sentence) {
      const [first, , third] = passives(sentence);
      if (first === undefined || third === undefined) return [];
      const length = third.index + third.length - first.index;
      return [{ index: first.index, length, why: 'three passives in one sentence: say who does it' }];
    },
  },
  {
    name: 'what-first',
    proseOnly: true,
    // "What does it cost?" is a question, "What a page needs:" and "What people see." are heads of what follows.
    find: all(
      /^(?:What(?:ever)?|Who(?:ever)?)(?: [^ ]+){4,}$(?<![?:])/g,
      'begin with the thing itself, not with what it does',
    ),
  },
  {
    name: 'what-as-a-thing',
    find: all(
      /\b(?:after|at|before|beside|by|for|from|of|on|than|to|with|without) (?:what|whatever|whoever)\b(?![^.]*\?)/gi,
      'name the thing',
    ),
  },
  {
    name: 'nobody-first',
    proseOnly: true,
    find: all(/^(?:No one|Nobody|Nothing)\b/g, 'say who does not, and what'),
  },
  {
    name: 'participle-first',
    // "Told links": who told what? "Used once" and "Handed to the frame" are plain.
    find: all(
      /^(?:Asked|Built|Found|Given|Handed|Kept|Made|Named|Refused|Said|Seen|Sent|Shown|Taken|Told|Used) (?!(?:after|again|alive|alone|as|at|before|by|for|from|here|if|in|on|once|only|out|there|to|until|when|where|while|with)\b)\w+/g,
      'a participle without a subject: say who does it',
    ),
  },
  {
    name: 'inversion',
    find: all(
      /^(?:(?:So|Nor|Neither|Here|Such) (?:is|are|was|were|do|does|did|has|have|can|may|will)\b|(?:Never|Not|Only|Rarely|Seldom)\b[^,;:]*?\b(?:is|are|was|were|do|does|did|has|have|can|may|will) (?:the|an?|it|its|they|we|you|this|that|these|those)\b)/g,
      'put the subject before the verb',
    ),
  },
  { name: 'wordy', find: suggested({ tooWordy: true, cliches: true }) },
  { name: 'repeated-word', find: suggested({ illusion: true }) },
];
