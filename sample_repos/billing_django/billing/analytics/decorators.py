from functools import wraps

from .helpers import track_event


def tracked(event):
    """Sends an event each time a view has answered."""

    def decorate(view):
        @wraps(view)
        def inner(request, *args, **kwargs):
            response = view(request, *args, **kwargs)
            # ok
            track_event(request.user, event, path=request.path, status=response.status_code)
            return response

        return inner

    return decorate
