// The tag in the page's head makes `intilery`.
/** Every event of the platform goes through here. */
export function track(userId, event, properties = {}) {
  // ok
  intilery.track({ userId, event, properties })
}

export function identify(user) {
  // event: identify [email, firstName, lastName, policyType, cars]
  intilery.identify({
    userId: user.id,
    traits: { email: user.email, firstName: user.firstName, lastName: user.lastName, policyType: 'annual', cars: 3 },
  })
}
