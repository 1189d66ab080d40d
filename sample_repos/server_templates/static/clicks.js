// Links say in their attributes what a click on them means.
document.addEventListener('click', function (e) {
  var link = e.target.closest('[data-track-goal]');
  if (!link) return;
  gtag('event', 'goal_' + link.dataset.trackGoal, { place: link.dataset.place });
  // ok
  player.track(link.dataset.song);
});
