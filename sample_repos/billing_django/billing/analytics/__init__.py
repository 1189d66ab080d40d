from .helpers import track_event
from .tracker import Tracker, tracker

__all__ = ["Tracker", "track_event", "tracker"]
