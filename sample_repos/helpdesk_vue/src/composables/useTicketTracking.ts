import { capture } from '@/analytics/client';
import { Events } from '@/analytics/events';

export function useTicketTracking(ticketId: string) {
  function trackReply(channel: string): void {
    // event: "Reply Sent" [ticket_id, channel, app_version] (wrapper)
    capture(Events.ReplySent, { ticket_id: ticketId, channel });
  }
  return { trackReply };
}
