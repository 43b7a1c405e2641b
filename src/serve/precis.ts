/** RFC 7644 §5 asks for the PRECIS preparation of userName before it is compared; this is the part that people meet. */

/** Full- and half-width characters mapped, composed, in the case it was written in. */
export const prepareUserName = (userName: string): string => (isPlain(userName) ? userName : prepared(userName));

/** Most are: ASCII is prepared as it stands. */
const isPlain = (text: string): boolean => !/[^\0-\x7f]/.test(text);

const prepared = (userName: string): string =>
  userName.replace(/[\uFF00-\uFFEF]/g, (character) => character.normalize('NFKC')).normalize('NFC');
