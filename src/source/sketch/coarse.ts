import { type Sketch, SketchBuilder } from './sketch.ts';

const SPECIFIER = /(?:\bfrom|\brequire\(|\bimport\(|\bimport)\s*['"]([^'"\n]+)['"]/g;

/** The sketch of a text whose brackets do not fit: whatever it names leads to whatever it names. */
export function coarseSketch(text: string): Sketch {
  const sketch = new SketchBuilder();
  const words = [...new Set(text.match(/[A-Za-z_$][\w$]*/g))];
  const everything = sketch.define([...words, 'default', 'exports'], 'made');
  sketch.callsUnnamed = true;
  for (const word of words) {
    sketch.capitalized.add(word);
    sketch.note('calls', word, everything);
    sketch.note('calls', `.${word}`, everything);
    sketch.note('aliases', word, everything);
    sketch.note('aliases', `.${word}`, everything);
  }
  for (const [, specifier = ''] of text.matchAll(SPECIFIER)) {
    sketch.imports.push({ specifier, clause: '', whole: words });
  }
  return sketch;
}
