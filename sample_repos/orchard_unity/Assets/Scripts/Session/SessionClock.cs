using System;

namespace Orchard.Session
{
    public class SessionClock
    {
        private string owner = string.Empty;
        private DateTime since = DateTime.UtcNow;

        public TimeSpan Elapsed => DateTime.UtcNow - since;

        public void Track(string id)
        {
            owner = id;
            since = DateTime.UtcNow;
        }
    }
}
