namespace Orchard.Analytics
{
    public static class PropertyKeys
    {
        public const string TREE = "tree_kind";
        public const string PLOT = "plot_id";
        public const string ITEM = "item_id";
        public const string PRICE = "price";
        public const string CURRENCY = "currency";
    }
}
