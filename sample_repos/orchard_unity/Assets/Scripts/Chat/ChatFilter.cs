using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Orchard.Chat
{
    public static class ChatFilter
    {
        private static readonly Regex Mention = new(@"@(?<name>\w+)", RegexOptions.Compiled);

        public static IReadOnlyList<string> Mentions(IEnumerable<string> lines) =>
            // ok
            lines.Select(line => Mention.Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value).ToList();

        // ok
        public static ILookup<string, string> ByAuthor(IEnumerable<Line> lines) => lines.ToLookup(line => line.Author, line => line.Text);

        public static Dictionary<string, int> Counts(IEnumerable<Line> lines) =>
            // ok
            lines.GroupBy(line => line.Author).ToDictionary(group => group.Key, group => group.Count());
    }

    public readonly struct Line
    {
        public string Author { get; init; }
        public string Text { get; init; }
    }
}
