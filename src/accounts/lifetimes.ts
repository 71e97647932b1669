/** A session ends this long after it began, however much it is used. */
export const sessionDays = 30;
/** And earlier when it was not used for this long. */
export const sessionIdleHours = 12;
/** How long a browser is remembered as one that has signed in. */
export const browserDays = 365;
export const invitationDays = 7;
export const resetLinkHours = 24;
export const emailLinkHours = 24;
/** Time to show the second factor after the password. */
export const halfSignInMinutes = 10;
export const challengeMinutes = 5;
/** How long failed tries are remembered. */
export const throttleMinutes = 60;
/** How long after showing a factor a person may change factors without showing it again. */
export const confirmedMinutes = 30;
