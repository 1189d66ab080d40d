/** Account events have one spelling in the shop, the help centre and the native apps. */
export const ACCOUNT_EVENTS = {
  created: 'Account Created',
  signedIn: 'Signed In',
  signedOut: 'Signed Out',
  passwordReset: 'Password Reset Requested',
} as const;

export type AccountEvent = (typeof ACCOUNT_EVENTS)[keyof typeof ACCOUNT_EVENTS];
