using System.Threading.Tasks;

namespace Orchard.Shop;

public interface IPaymentGateway
{
    Task<Receipt> ChargeAsync(string itemId, decimal price);
}

public readonly record struct Receipt(bool Succeeded, string? Reason);
