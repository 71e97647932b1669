/** The term that says nobody said which, in the lists of kinds of material and of reliability. */
export const notKnown = '990000000000';
