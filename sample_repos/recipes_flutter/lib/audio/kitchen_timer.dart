/// Plays a sound track when the food is ready.
class KitchenTimer {
  KitchenTimer(this._player);

  final SoundPlayer _player;

  void ring() {
    _player
      // ok
      ..track('bell.mp3', volume: 0.8)
      ..loop = true
      ..play();
  }

  String? minutesIn(String text) {
    final match = RegExp(r'(\d+) min').firstMatch(text);
    // ok
    return match?.group(1);
  }
}

class SoundPlayer {
  bool loop = false;

  void track(String file, {double volume = 1}) {}

  void play() {}
}
