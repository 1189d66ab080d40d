namespace Orchard.Shop
{
    public record Offer(string ItemId, decimal Price, string Currency = "EUR");
}
