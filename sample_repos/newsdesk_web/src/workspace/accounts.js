import { identify, track } from '../analytics.js'
import { LOGGED_IN, USER_SIGNED_UP } from '../events.js'

export function signUp(user, plan) {
  // event: identify [email, firstName, lastName, policyType, cars] (event-method)
  identify(user)
  // event: "User Signed Up" [plan, library_language, library_version] (wrapper)
  track(user.id, USER_SIGNED_UP, { plan, library_language: 'js', library_version: '2' })
  // event: "Account Created" [] (wrapper)
  track(user.id, 'Account Created')
}

export function logIn(user) {
  // event: "Logged in" [] (wrapper)
  track(user.id, LOGGED_IN)
}

export function subscribe(user, tier) {
  // event: "Subscription Started" [account_tier] (wrapper)
  track(user.id, 'Subscription Started', { account_tier: tier })
}

export function refer(user, invitation) {
  // event: "User referred" [invitation] (wrapper)
  track(user.id, 'User referred', { invitation })
  // event: "User Referred" [invitation] (wrapper) finding: TL102
  track(user.id, 'User Referred', { invitation })
}

export function createWorkspace(user) {
  // event: "workspace created" [account_tier] (wrapper) finding: TL102
  track(user.id, 'workspace created', { account_tier: 'business' })
  // event: "Workspace Created" [account_tier] (wrapper) finding: TL115
  track(user.id, 'Workspace Created', { account_tier: 'enterprise' })
  // event: "Business Tier Workspace Created" [] (wrapper) finding: TL101, TL303
  track(user.id, 'Business Tier Workspace Created')
}

export function publishJourney(user, journey) {
  // event: "Asset Created" [asset_type] (wrapper)
  track(user.id, 'Asset Created', { asset_type: journey.kind })
  // event: "Journey put live" [] (wrapper)
  track(user.id, 'Journey put live')
}
