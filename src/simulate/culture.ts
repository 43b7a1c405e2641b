/** What names of one language look like. */

export interface Name {
  /** As its owner writes it. */
  readonly native: string;
  /** In Latin letters, perhaps with diacritics; the same when it is in them anyway. */
  readonly latin: string;
}

/** Names that go together. */
export interface Culture {
  /** BCP 47. */
  readonly locale: string;
  /** ISO 3166. */
  readonly country: string;
  readonly city: string;
  readonly given: readonly Name[];
  /** Empty where people have one name. */
  readonly family: readonly Name[];
  /** The family name leads. */
  readonly familyFirst?: boolean;
  /** Between the two names when they are not in Latin letters; a blank by default. */
  readonly between?: string;
}

/** How a culture is written down: names with commas between them, and `native|latin` where the two differ. */
export interface CultureText extends Omit<Culture, 'given' | 'family'> {
  readonly given: string;
  readonly family: string;
}

/** In the composed form (NFC), which is what keyboards give. */
export const readCulture = (text: CultureText): Culture => ({
  ...text,
  given: readNames(text.given),
  family: readNames(text.family),
});

const readNames = (text: string): readonly Name[] =>
  text === ''
    ? []
    : text.split(', ').map((name) => {
        const [native = '', latin = native] = name.normalize('NFC').split('|');
        return { native, latin };
      });
