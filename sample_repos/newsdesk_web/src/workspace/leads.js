import { track } from '../analytics.js'

export function captureLead(visitor, form) {
  // event: "lead captured" [email, location, url] (wrapper) finding: TL102
  track(visitor.id, 'lead captured', { email: form.email, location: 'header navbar', url: 'https://newsdesk.example' })
}

export function captureLeadInFooter(visitor, form) {
  // event: "Lead Captured" [email, url] (wrapper) finding: TL113
  track(visitor.id, 'Lead Captured', { email: form.email, url: form.url })
}
