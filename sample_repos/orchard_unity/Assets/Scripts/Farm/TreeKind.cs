namespace Orchard.Farm
{
    public enum TreeKind
    {
        Apple = 1,
        Cherry,
        Walnut,
    }
}
