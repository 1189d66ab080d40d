export const Events = {
  TicketOpened: 'Ticket Opened',
  TicketResolved: 'Ticket Resolved',
  ReplySent: 'Reply Sent',
  MacroApplied: 'Macro Applied',
  FilterChanged: 'Filter Changed',
  SettingsSaved: 'Settings Saved',
} as const;

export type EventName = (typeof Events)[keyof typeof Events];
