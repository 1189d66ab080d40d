namespace Orchard.Analytics
{
    public sealed partial class AnalyticsService
    {
        public void Flush()
        {
            // ok
            client.Flush();
        }
    }
}
