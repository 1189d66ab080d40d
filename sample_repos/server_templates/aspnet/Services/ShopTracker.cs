using System.Collections.Generic;
using Segment;

namespace Shop.Web.Services
{
    public interface IShopTracker
    {
        void Tell(string name, IDictionary<string, object> properties = null);
    }

    public class ShopTracker : IShopTracker
    {
        private readonly string userId;

        public ShopTracker(string userId)
        {
            this.userId = userId;
        }

        public void Tell(string name, IDictionary<string, object> properties = null)
        {
            Analytics.Client.Track(userId, name, properties);
        }
    }
}
